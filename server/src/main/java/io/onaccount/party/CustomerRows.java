package io.onaccount.party;

import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rows of customers: one statement a table, whether for one customer or for a thousand. */
final class CustomerRows {
    private CustomerRows() {}

    /** A contact, address or key with the customer it belongs to and its place in the list. */
    record Part<T>(UUID party, int place, T value) {}

    private record Column(String name, Function<CheckedCustomer, @Nullable Object> value) {}

    private static final List<Column> TEXTS = List.of(
            new Column("short_name", CheckedCustomer::shortName),
            new Column("name_en", CheckedCustomer::nameEn),
            new Column("credit_code", CheckedCustomer::creditCode),
            new Column("legal_person", CheckedCustomer::legalPerson),
            new Column("industry", CheckedCustomer::industry),
            new Column("province", CheckedCustomer::province),
            new Column("city", CheckedCustomer::city),
            new Column("district", CheckedCustomer::district),
            new Column("source", CheckedCustomer::source),
            new Column("phone", CheckedCustomer::phone),
            new Column("website", CheckedCustomer::website),
            new Column("notes", CheckedCustomer::notes),
            new Column("tax_title", c -> c.taxTitle().title()),
            new Column("tax_number", c -> c.taxTitle().taxNumber()),
            new Column("tax_bank", c -> c.taxTitle().bank()),
            new Column("tax_account", c -> c.taxTitle().account()),
            new Column("tax_address", c -> c.taxTitle().address()),
            new Column("tax_phone", c -> c.taxTitle().phone()),
            new Column("pinyin", c -> c.pinyin().full()),
            new Column("initials", c -> c.pinyin().initials()));

    private static final String NAMES =
            String.join(", ", TEXTS.stream().map(Column::name).toList());

    private static final String INSERT =
            "insert into party.party (company_id, id, payment_term_id, class_id, parent_id, top_id, "
                    + NAMES + ") select ?, n.* from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[]"
                    + ", ?::text[]".repeat(TEXTS.size())
                    + ") as n";

    private static final String UPDATE = "update party.party set payment_term_id = ?, class_id = ?, "
            + String.join(
                    ", ", TEXTS.stream().map(column -> column.name() + " = ?").toList())
            + " where company_id = ? and id = ?";

    static void insert(Tx tx, List<CheckedCustomer> customers) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(tx.company());
        values.add(SqlArray.of("uuid", customers, CheckedCustomer::id));
        values.add(SqlArray.of("uuid", customers, CheckedCustomer::paymentTerm));
        values.add(SqlArray.of("uuid", customers, CheckedCustomer::customerClass));
        values.add(SqlArray.of(
                "uuid", customers, c -> c.parent() == null ? null : c.parent().id()));
        values.add(SqlArray.of(
                "uuid", customers, c -> c.parent() == null ? null : c.parent().top()));
        TEXTS.forEach(column -> values.add(SqlArray.of("text", customers, column.value())));
        tx.add(Rank.DOCUMENT, INSERT, values.toArray());
        insertParts(tx, customers);
    }

    static void update(Tx tx, CheckedCustomer customer) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(customer.paymentTerm());
        values.add(customer.customerClass());
        TEXTS.forEach(column -> values.add(column.value().apply(customer)));
        values.add(tx.company());
        values.add(customer.id());
        tx.add(Rank.DOCUMENT, UPDATE, values.toArray());
        tx.add(
                Rank.DETAIL,
                "delete from party.contact where company_id = ? and party_id = ? and id <> all(?)",
                tx.company(),
                customer.id(),
                SqlArray.of("uuid", customer.contacts(), Contact::id));
        // The index that allows one primary contact is checked row by row: first there is none, then the new one.
        tx.add(
                Rank.DETAIL,
                "update party.contact set is_primary = false where company_id = ? and party_id = ? and is_primary",
                tx.company(),
                customer.id());
        tx.add(
                Rank.DETAIL,
                "delete from party.address where company_id = ? and party_id = ? and id <> all(?)",
                tx.company(),
                customer.id(),
                SqlArray.of("uuid", customer.addresses(), Address::id));
        deleteKeys(tx, customer.id());
        insertParts(tx, List.of(customer));
    }

    static void delete(Tx tx, UUID id) {
        deleteKeys(tx, id);
        tx.add(Rank.DETAIL, "delete from party.contact where company_id = ? and party_id = ?", tx.company(), id);
        tx.add(Rank.DETAIL, "delete from party.address where company_id = ? and party_id = ?", tx.company(), id);
        tx.add(Rank.STOCK, "delete from party.party where company_id = ? and id = ?", tx.company(), id);
    }

    private static void deleteKeys(Tx tx, UUID id) {
        tx.add(Rank.DETAIL, "delete from party.match_key where company_id = ? and party_id = ?", tx.company(), id);
    }

    private static void insertParts(Tx tx, List<CheckedCustomer> customers) {
        insertContacts(tx, parts(customers, CheckedCustomer::contacts));
        List<Part<Address>> addresses = parts(customers, CheckedCustomer::addresses);
        if (!addresses.isEmpty()) {
            tx.add(
                    Rank.DETAIL,
                    """
                    insert into party.address (company_id, id, party_id, purpose, receiver, phone, province, city, district, street, place)
                    select ?, n.* from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                      ?::integer[]) as n
                    on conflict (company_id, id) do update set purpose = excluded.purpose, receiver = excluded.receiver, phone = excluded.phone,
                      province = excluded.province, city = excluded.city, district = excluded.district, street = excluded.street,
                      place = excluded.place""",
                    tx.company(),
                    SqlArray.of("uuid", addresses, p -> p.value().id()),
                    SqlArray.of("uuid", addresses, Part::party),
                    SqlArray.of("text", addresses, p -> p.value().purpose()),
                    SqlArray.of("text", addresses, p -> p.value().receiver()),
                    SqlArray.of("text", addresses, p -> p.value().phone()),
                    SqlArray.of("text", addresses, p -> p.value().province()),
                    SqlArray.of("text", addresses, p -> p.value().city()),
                    SqlArray.of("text", addresses, p -> p.value().district()),
                    SqlArray.of("text", addresses, p -> p.value().street()),
                    SqlArray.of("integer", addresses, Part::place));
        }
        insertKeys(tx, parts(customers, CheckedCustomer::keys));
    }

    private static void insertContacts(Tx tx, List<Part<Contact>> contacts) {
        if (!contacts.isEmpty()) {
            tx.add(
                    Rank.DETAIL,
                    """
                    insert into party.contact (company_id, id, party_id, name, position, role, phone, mobile, email, wechat, is_primary, receives_statements, place)
                    select ?, n.* from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                      ?::boolean[], ?::boolean[], ?::integer[]) as n
                    on conflict (company_id, id) do update set name = excluded.name, position = excluded.position, role = excluded.role,
                      phone = excluded.phone, mobile = excluded.mobile, email = excluded.email, wechat = excluded.wechat,
                      is_primary = excluded.is_primary, receives_statements = excluded.receives_statements, place = excluded.place""",
                    tx.company(),
                    SqlArray.of("uuid", contacts, p -> p.value().id()),
                    SqlArray.of("uuid", contacts, Part::party),
                    SqlArray.of("text", contacts, p -> p.value().name()),
                    SqlArray.of("text", contacts, p -> p.value().position()),
                    SqlArray.of("text", contacts, p -> p.value().role()),
                    SqlArray.of("text", contacts, p -> p.value().phone()),
                    SqlArray.of("text", contacts, p -> p.value().mobile()),
                    SqlArray.of("text", contacts, p -> p.value().email()),
                    SqlArray.of("text", contacts, p -> p.value().wechat()),
                    SqlArray.of("boolean", contacts, p -> p.value().primary()),
                    SqlArray.of("boolean", contacts, p -> p.value().receivesStatements()),
                    SqlArray.of("integer", contacts, Part::place));
        }
    }

    /** Adds contacts to existing customers: their rows, the phone numbers they are found by, and a new version of each customer. */
    static void addContacts(Tx tx, UUID user, List<Part<Contact>> contacts) {
        if (contacts.isEmpty()) {
            return;
        }
        insertContacts(tx, contacts);
        List<Part<MatchKey>> keys = new ArrayList<>();
        for (Part<Contact> part : contacts) {
            List<@Nullable String> phones = new ArrayList<>();
            phones.add(part.value().phone());
            phones.add(part.value().mobile());
            MatchKey.of("", null, null, phones).forEach(key -> keys.add(new Part<>(part.party(), 0, key)));
        }
        insertKeys(tx, keys);
        tx.add(Rank.DOCUMENT, """
                update document.header set version = version + 1, changed_at = now(), changed_by = ?
                where company_id = ? and id = any(?)""", user, tx.company(), SqlArray.of("uuid", contacts, Part::party));
    }

    private static void insertKeys(Tx tx, List<Part<MatchKey>> keys) {
        tx.add(
                Rank.DETAIL,
                """
                insert into party.match_key (company_id, party_id, kind, key) select ?, n.* from unnest(?::uuid[], ?::text[], ?::text[]) as n
                on conflict do nothing""",
                tx.company(),
                SqlArray.of("uuid", keys, Part::party),
                SqlArray.of("text", keys, p -> p.value().reason()),
                SqlArray.of("text", keys, p -> p.value().key()));
    }

    private static <T> List<Part<T>> parts(
            List<CheckedCustomer> customers, Function<CheckedCustomer, Collection<T>> values) {
        List<Part<T>> parts = new ArrayList<>();
        for (CheckedCustomer customer : customers) {
            int place = 0;
            for (T value : values.apply(customer)) {
                parts.add(new Part<>(customer.id(), place++, value));
            }
        }
        return parts;
    }

    static Contact contact(Row row) {
        return new Contact(
                row.uuid("id"),
                row.text("name"),
                row.textOrNull("position"),
                row.choice("role", Contact.Role.class),
                row.textOrNull("phone"),
                row.textOrNull("mobile"),
                row.textOrNull("email"),
                row.textOrNull("wechat"),
                row.bool("is_primary"),
                row.bool("receives_statements"));
    }
}
