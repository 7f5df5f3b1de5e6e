package io.onaccount.party;

import io.onaccount.document.printing.PrintFields;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A customer as printed documents name them; where the tax title says something, it counts. */
public record Addressee(
        UUID id,
        String code,
        String name,
        @Nullable String taxNumber,
        @Nullable String phone,
        @Nullable String address,
        @Nullable String bank,
        @Nullable String account) {

    private static final PrintFields<Addressee> FIELDS = PrintFields.<Addressee>start()
            .text("code", Addressee::code)
            .text("name", Addressee::name)
            .text("taxNumber", Addressee::taxNumber)
            .text("phone", Addressee::phone)
            .text("address", Addressee::address)
            .text("bank", Addressee::bank)
            .text("account", Addressee::account);

    /** Adds the customer's fields as {@code customer.…}. */
    public static <D> PrintFields<D> in(PrintFields<D> fields, Function<D, Addressee> customer) {
        return fields.group("customer", customer, FIELDS);
    }

    /** The customer of a document that the actor may see. */
    public static Addressee of(Tx tx, UUID customer, Locale language) {
        return of(tx, List.of(customer), language).values().iterator().next();
    }

    /** These customers by id. */
    public static Map<UUID, Addressee> of(Tx tx, List<UUID> customers, Locale language) {
        boolean english = language.getLanguage().equals(Locale.ENGLISH.getLanguage());
        return tx
                .list(
                        """
                        select h.id, h.number, case when ? then coalesce(p.name_en, h.title) else h.title end as name,
                          coalesce(p.tax_number, p.credit_code) as tax_number, coalesce(p.phone, p.tax_phone) as phone,
                          coalesce(p.tax_address, nullif(concat(p.province, p.city, p.district), '')) as address, p.tax_bank, p.tax_account
                        from document.header h join party.party p on p.company_id = h.company_id and p.id = h.id
                        where h.company_id = ? and h.id = any(?)""",
                        Addressee::read,
                        english,
                        tx.company(),
                        io.onaccount.platform.db.SqlArray.of("uuid", customers))
                .stream()
                .collect(Collectors.toMap(Addressee::id, Function.identity()));
    }

    private static Addressee read(Row row) {
        return new Addressee(
                row.uuid("id"),
                row.text("number"),
                row.text("name"),
                row.textOrNull("tax_number"),
                row.textOrNull("phone"),
                row.textOrNull("address"),
                row.textOrNull("tax_bank"),
                row.textOrNull("tax_account"));
    }
}
