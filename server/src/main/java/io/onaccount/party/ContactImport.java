package io.onaccount.party;

import static io.onaccount.document.ImportColumn.Type.BOOLEAN;
import static io.onaccount.document.ImportColumn.Type.CHOICE;
import static io.onaccount.document.ImportColumn.Type.TEXT;

import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportRow;
import io.onaccount.document.ImportTarget;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Contacts of existing customers from a file, one a row. */
@Component
final class ContactImport implements ImportTarget {
    private final Customers customers;
    private final Parties parties;

    ContactImport(Customers customers, Parties parties) {
        this.customers = customers;
        this.parties = parties;
    }

    @Override
    public String name() {
        return "contacts";
    }

    @Override
    public String kind() {
        return "contact";
    }

    @Override
    public List<ImportColumn> columns() {
        return List.of(
                ImportColumn.of("customer", TEXT, "C-00001").mandatory().alias("客户编码", "customer code"),
                ImportColumn.of("name", TEXT, "王芳").mandatory().alias("联系人", "姓名"),
                ImportColumn.of("position", TEXT, "财务经理"),
                ImportColumn.of("role", CHOICE, "FINANCE")
                        .choices(List.of("DECISION", "PURCHASING", "FINANCE", "RECEIVING", "OTHER")),
                ImportColumn.of("phone", TEXT, "021-80000000"),
                ImportColumn.of("mobile", TEXT, "13800000000"),
                ImportColumn.of("email", TEXT, "wang@hengchang.example"),
                ImportColumn.of("wechat", TEXT, "wangfang"),
                ImportColumn.of("primary", BOOLEAN, ""),
                ImportColumn.of("receivesStatements", BOOLEAN, ""));
    }

    @Override
    public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
        Map<String, Party> known = parties.byCode(
                tx,
                actor,
                rows.stream()
                        .map(row -> row.requiredText("customer").strip())
                        .distinct()
                        .toList());
        ImportOutcome[] outcomes = new ImportOutcome[rows.size()];
        List<Integer> places = new ArrayList<>();
        List<Customers.NewContact> contacts = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ImportRow row = rows.get(i);
            Party party = known.get(row.requiredText("customer").strip());
            if (party == null) {
                outcomes[i] = ImportOutcome.refused("customer", "unknown-customer");
                continue;
            }
            String role = row.text("role");
            places.add(i);
            contacts.add(new Customers.NewContact(
                    party.id(),
                    new Contact(
                            null,
                            row.requiredText("name"),
                            row.text("position"),
                            role == null ? Contact.Role.OTHER : Contact.Role.valueOf(role),
                            row.text("phone"),
                            row.text("mobile"),
                            row.text("email"),
                            row.text("wechat"),
                            Boolean.TRUE.equals(row.truth("primary")),
                            Boolean.TRUE.equals(row.truth("receivesStatements")))));
        }
        List<Customers.ContactOutcome> added = customers.addContacts(tx, actor, contacts);
        for (int n = 0; n < places.size(); n++) {
            outcomes[places.get(n)] = switch (added.get(n)) {
                case Customers.ContactOutcome.Added a -> new ImportOutcome.Imported(a.party(), null);
                case Customers.ContactOutcome.There t -> new ImportOutcome.Repeated(t.party(), null);
                case Customers.ContactOutcome.Wrong w -> new ImportOutcome.Refused(w.errors());
            };
        }
        return List.of(outcomes);
    }
}
