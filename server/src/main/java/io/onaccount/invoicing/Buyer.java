package io.onaccount.invoicing;

import io.onaccount.party.TaxTitle;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whom an invoice names and where it is sent (开票资料); texts may be empty. */
public record Buyer(
        String title, String taxNumber, String bank, String account, String address, String phone, String email) {

    /** What was entered, and where nothing was the customer's own. */
    static Buyer checked(
            Problem.Collector problems, Tx tx, UUID customer, @Nullable TaxTitle entry, @Nullable String email) {
        Buyer own = tx.first("""
                        select coalesce(p.tax_title, h.title) as title, coalesce(p.tax_number, p.credit_code, '') as tax_number,
                          coalesce(p.tax_bank, '') as bank, coalesce(p.tax_account, '') as account, coalesce(p.tax_address, '') as address,
                          coalesce(p.tax_phone, '') as phone,
                          coalesce((select c.email from party.contact c where c.company_id = p.company_id and c.party_id = p.id and c.role = 'FINANCE'
                            and c.email is not null order by c.is_primary desc, c.id limit 1), '') as email
                        from party.party p join document.header h on h.company_id = p.company_id and h.id = p.id
                        where p.company_id = ? and p.id = ?""", Buyer::read, tx.company(), customer)
                .orElseThrow(() -> Problem.notFound("customer", customer));
        TaxTitle said = entry == null ? new TaxTitle(null, null, null, null, null, null) : entry;
        return new Buyer(
                or(problems, "title.title", said.title(), 200, own.title),
                or(problems, "title.taxNumber", said.taxNumber(), 40, own.taxNumber),
                or(problems, "title.bank", said.bank(), 200, own.bank),
                or(problems, "title.account", said.account(), 60, own.account),
                or(problems, "title.address", said.address(), 300, own.address),
                or(problems, "title.phone", said.phone(), 60, own.phone),
                or(problems, "email", email, 200, own.email));
    }

    private static String or(
            Problem.Collector problems, String field, @Nullable String said, int longest, String otherwise) {
        String text = Input.text(problems, field, said, longest);
        return said == null ? otherwise : text == null ? "" : text;
    }

    static Buyer read(Row row) {
        return new Buyer(
                row.text("title"),
                row.text("tax_number"),
                row.text("bank"),
                row.text("account"),
                row.text("address"),
                row.text("phone"),
                row.text("email"));
    }

    /** Whoever deducts the tax must be named with their tax number. */
    void requireFor(InvoiceKind kind) {
        if (title.isEmpty() || (kind.isSpecial() && taxNumber.isEmpty())) {
            throw Problem.conflict("buyer-incomplete");
        }
    }
}
