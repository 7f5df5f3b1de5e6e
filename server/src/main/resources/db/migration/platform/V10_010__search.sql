-- Substring search in names and codes of any script.
create extension if not exists pg_trgm with schema public;
