-- A transaction's last writes go out together with its commit, so nobody can look at their row counts in between: the server does. The
-- message is the write's place among them, by which the application knows whose expectation was broken.
create function platform.expect(holds boolean, place integer) returns void language plpgsql as $$
begin
    if not holds then
        raise exception using errcode = 'OA001', message = place::text;
    end if;
end $$;
