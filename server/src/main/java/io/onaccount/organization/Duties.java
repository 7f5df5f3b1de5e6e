package io.onaccount.organization;

import io.onaccount.platform.db.Tx;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Separation of duties (不相容职责, ACC-05): pairs of rights that one person should not hold together, and who holds both. Pointed out, not
 * forbidden: a small company may have nobody else. What must never be is refused where it is done (a receipt's entry and confirmation, a hold's
 * placing and release, an approval's asking and deciding).
 */
@Component
public final class Duties {
    private final Rights rights;
    private final List<Conflict> conflicts = load();

    Duties(Rights rights) {
        this.rights = rights;
    }

    /** Two rights that should be in two hands; what it means is the text {@code duty.<name>}. */
    public record Conflict(String name, String begins, String finishes) {}

    /** Somebody whose roles together hold both rights of each of these conflicts. */
    public record Holder(UUID user, String login, String name, List<String> conflicts) {}

    /** Every pair that is looked for. */
    public List<Conflict> all() {
        return conflicts;
    }

    /** The conflicts that one set of patterns of rights holds both sides of. */
    public List<String> within(List<String> patterns) {
        Set<String> granted = rights.granted(patterns);
        return conflicts.stream()
                .filter(c -> granted.contains(c.begins) && granted.contains(c.finishes))
                .map(Conflict::name)
                .toList();
    }

    /** The active people whose roles conflict, alone or together, by login. */
    public List<Holder> holders(Tx tx) {
        record Row(UUID user, String login, String name, List<String> patterns) {}
        List<Row> people = tx.list(
                """
                select u.id, u.login, u.name,
                    (select coalesce(array_agg(distinct r.pattern), '{}') from organization.membership_role mr
                     join organization.role o on o.company_id = mr.company_id and o.id = mr.role_id
                     cross join unnest(o.rights) as r (pattern)
                     where mr.company_id = m.company_id and mr.user_id = m.user_id) as rights
                from organization.membership m join organization.app_user u on u.id = m.user_id
                where m.company_id = ? and m.active and not u.disabled order by u.login""",
                row -> new Row(row.uuid("id"), row.text("login"), row.text("name"), row.list("rights", String.class)),
                tx.company());
        // Most people share few sets of roles.
        Map<List<String>, List<String>> known = new LinkedHashMap<>();
        List<Holder> holders = new ArrayList<>();
        for (Row person : people) {
            List<String> found = known.computeIfAbsent(person.patterns, this::within);
            if (!found.isEmpty()) {
                holders.add(new Holder(person.user, person.login, person.name, found));
            }
        }
        return holders;
    }

    private static List<Conflict> load() {
        Properties file = new Properties();
        try (InputStream in = Duties.class.getResourceAsStream("/organization/conflicting-duties.properties")) {
            if (in == null) {
                throw new IllegalStateException("conflicting-duties.properties is missing");
            }
            file.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Conflict> conflicts = new ArrayList<>();
        for (String name : new TreeSet<>(file.stringPropertyNames())) {
            String[] pair = file.getProperty(name).strip().split("\\s+");
            conflicts.add(new Conflict(name, pair[0], pair[1]));
        }
        return List.copyOf(conflicts);
    }
}
