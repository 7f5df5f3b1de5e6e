package io.onaccount.party;

import static io.onaccount.document.ImportColumn.Type.BOOLEAN;
import static io.onaccount.document.ImportColumn.Type.CHOICE;
import static io.onaccount.document.ImportColumn.Type.TEXT;

import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportOutcome.Imported;
import io.onaccount.document.ImportOutcome.Refused;
import io.onaccount.document.ImportOutcome.Repeated;
import io.onaccount.document.ImportRow;
import io.onaccount.document.ImportTarget;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Customers from a file, one a row, each with a first contact and a delivery address if the row has them. */
@Component
final class CustomerImport implements ImportTarget {
    /** Where an entry's field is not called as the column it came from. */
    private static final Map<String, String> COLUMN_OF = Map.of(
            "code",
            "number",
            "contacts[0].name",
            "contact",
            "contacts[0].mobile",
            "mobile",
            "contacts[0].email",
            "email",
            "contacts[0].position",
            "position",
            "addresses[0].street",
            "address");

    private final Customers customers;
    private final Parties parties;
    private final PaymentTerms terms;
    private final CustomerClasses classes;

    CustomerImport(Customers customers, Parties parties, PaymentTerms terms, CustomerClasses classes) {
        this.classes = classes;
        this.customers = customers;
        this.parties = parties;
        this.terms = terms;
    }

    @Override
    public String name() {
        return "customers";
    }

    @Override
    public String kind() {
        return CustomerKind.NAME;
    }

    @Override
    public List<ImportColumn> columns() {
        return List.of(
                ImportColumn.of("number", TEXT, "C-00001").alias("code", "编码", "客户编号"),
                ImportColumn.of("name", TEXT, "上海恒昌贸易有限公司").mandatory().alias("客户名称", "公司名称", "customer"),
                ImportColumn.of("shortName", TEXT, "恒昌"),
                ImportColumn.of("nameEn", TEXT, "Hengchang Trading"),
                ImportColumn.of("creditCode", TEXT, "91310116076409427L").alias("税号", "信用代码", "tax number"),
                ImportColumn.of("legalPerson", TEXT, "王恒").alias("法人", "法定代表人", "legal representative"),
                ImportColumn.of("state", CHOICE, "ACTIVE").choices(List.of("PROSPECT", "ACTIVE")),
                ImportColumn.of("paymentTerm", TEXT, "EOM+30").alias("付款条件", "结算方式"),
                ImportColumn.of("owner", TEXT, "zhang").alias("业务员", "salesperson"),
                ImportColumn.of("customerClass", TEXT, "经销商").alias("客户分类", "class"),
                ImportColumn.of("parent", TEXT, "C-00002").alias("上级客户", "母公司", "parent customer"),
                ImportColumn.of("industry", TEXT, "建材批发"),
                ImportColumn.of("province", TEXT, "上海"),
                ImportColumn.of("city", TEXT, "上海"),
                ImportColumn.of("district", TEXT, "浦东新区"),
                ImportColumn.of("source", TEXT, "展会"),
                ImportColumn.of("phone", TEXT, "021-80000000"),
                ImportColumn.of("website", TEXT, "https://hengchang.example"),
                ImportColumn.of("taxTitle.bank", TEXT, "中国工商银行"),
                ImportColumn.of("taxTitle.account", TEXT, "1001 2345 6789"),
                ImportColumn.of("contact", TEXT, "王芳").alias("联系人姓名"),
                ImportColumn.of("position", TEXT, "采购经理"),
                ImportColumn.of("mobile", TEXT, "13800000000"),
                ImportColumn.of("email", TEXT, "wang@hengchang.example"),
                ImportColumn.of("address", TEXT, "世纪大道 1 号").alias("收货地址"),
                ImportColumn.of("notes", TEXT, "老客户"),
                ImportColumn.of("confirmDuplicate", BOOLEAN, ""));
    }

    @Override
    public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
        Map<String, Party> known = parties.byCode(
                tx,
                actor.companyWide(),
                present(rows.stream().map(row -> row.text("number")).toList()));
        Map<String, PaymentTerm> termsByName = new HashMap<>();
        terms.all(tx).forEach(term -> {
            termsByName.put(term.name().toLowerCase(Locale.ROOT), term);
            termsByName.put(term.nameEn().toLowerCase(Locale.ROOT), term);
            termsByName.put(term.code().toLowerCase(Locale.ROOT), term);
        });
        Map<String, CustomerClass> classesByName = new HashMap<>();
        classes.all(tx).forEach(one -> {
            classesByName.put(one.name().toLowerCase(Locale.ROOT), one);
            classesByName.put(one.code().toLowerCase(Locale.ROOT), one);
        });
        Map<String, UUID> owners =
                users(tx, present(rows.stream().map(row -> row.text("owner")).toList()));
        ImportOutcome[] outcomes = new ImportOutcome[rows.size()];
        Map<Integer, CustomerEntry> waiting = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            ImportRow row = rows.get(i);
            String code = row.text("number");
            Party there = code == null ? null : known.get(code);
            if (there != null && NameKey.exact(there.name()).equals(NameKey.exact(row.requiredText("name")))) {
                outcomes[i] = new Repeated(there.id(), there.code());
                continue;
            }
            Problem.Collector problems = new Problem.Collector();
            PaymentTerm term = found(problems, "paymentTerm", "unknown-payment-term", row, termsByName);
            UUID owner = found(problems, "owner", "unknown-user", row, owners);
            CustomerClass customerClass =
                    found(problems, "customerClass", "unknown-customer-class", row, classesByName);
            if (!problems.isEmpty()) {
                outcomes[i] = new Refused(problems.errors());
                continue;
            }
            waiting.put(i, entry(row, term, owner, customerClass));
        }
        enter(tx, actor, rows, waiting, outcomes);
        return List.of(outcomes);
    }

    /** Those whose parent is there already, then those whose parent has just been entered, and so on: the rows of a group may stand in any order. */
    private void enter(
            Tx tx, Actor actor, List<ImportRow> rows, Map<Integer, CustomerEntry> waiting, ImportOutcome[] outcomes) {
        Map<String, UUID> parents = new HashMap<>();
        parties.called(
                        tx,
                        actor,
                        present(waiting.keySet().stream()
                                .map(i -> rows.get(i).text("parent"))
                                .toList()))
                .forEach((word, named) -> {
                    if (named.size() == 1) {
                        parents.put(word, named.getFirst().id());
                    }
                });
        while (!waiting.isEmpty()) {
            Set<String> toCome = new HashSet<>();
            waiting.values().forEach(entry -> {
                toCome.add(entry.name());
                toCome.add(Objects.requireNonNullElse(entry.code(), entry.name()));
            });
            Map<Integer, CustomerEntry> wave = new LinkedHashMap<>();
            waiting.forEach((i, entry) -> {
                String parent = rows.get(i).text("parent");
                if (parent == null || parents.containsKey(parent)) {
                    wave.put(i, entry.under(parent == null ? null : parents.get(parent)));
                } else if (!toCome.contains(parent)) {
                    outcomes[i] = ImportOutcome.refused("parent", "unknown-customer");
                }
            });
            if (wave.isEmpty() && waiting.keySet().stream().noneMatch(i -> outcomes[i] != null)) {
                waiting.keySet().forEach(i -> outcomes[i] = ImportOutcome.refused("parent", "customer-ring"));
            }
            Iterator<EntryOutcome> entered =
                    customers.create(tx, actor, List.copyOf(wave.values())).iterator();
            wave.forEach((i, entry) -> {
                EntryOutcome outcome = entered.next();
                outcomes[i] = outcome(outcome);
                if (outcome instanceof EntryOutcome.Accepted accepted) {
                    parents.putIfAbsent(accepted.code(), accepted.id());
                    parents.putIfAbsent(entry.name(), accepted.id());
                }
            });
            waiting.keySet().removeIf(i -> outcomes[i] != null);
            tx.flush(); // those of the next round belong to these
        }
    }

    private static CustomerEntry entry(
            ImportRow row, @Nullable PaymentTerm term, @Nullable UUID owner, @Nullable CustomerClass customerClass) {
        String state = row.text("state");
        String street = row.text("address");
        String contact = row.text("contact");
        String mobile = row.text("mobile");
        String email = row.text("email");
        boolean anybody = contact != null || mobile != null || email != null;
        String creditCode = row.text("creditCode");
        return new CustomerEntry(
                row.text("number"),
                row.requiredText("name"),
                row.text("shortName"),
                row.text("nameEn"),
                creditCode,
                row.text("legalPerson"),
                state == null ? null : CustomerState.valueOf(state),
                owner,
                term == null ? null : term.id(),
                row.text("industry"),
                row.text("province"),
                row.text("city"),
                row.text("district"),
                row.text("source"),
                row.text("phone"),
                row.text("website"),
                row.text("notes"),
                null,
                null,
                new TaxTitle(
                        row.requiredText("name"),
                        creditCode,
                        row.text("taxTitle.bank"),
                        row.text("taxTitle.account"),
                        null,
                        null),
                street == null
                        ? List.of()
                        : List.of(new Address(
                                null,
                                Address.Purpose.SHIPPING,
                                contact,
                                mobile,
                                row.text("province"),
                                row.text("city"),
                                row.text("district"),
                                street)),
                anybody
                        ? List.of(new Contact(
                                null,
                                Objects.requireNonNullElse(contact, ""),
                                row.text("position"),
                                Contact.Role.OTHER,
                                null,
                                mobile,
                                email,
                                null,
                                true,
                                false))
                        : List.of(),
                row.truth("confirmDuplicate"),
                customerClass == null ? null : customerClass.id(),
                null);
    }

    private static ImportOutcome outcome(EntryOutcome outcome) {
        return switch (outcome) {
            case EntryOutcome.Accepted accepted -> new Imported(accepted.id(), accepted.code());
            case EntryOutcome.Known known ->
                ImportOutcome.refused("name", "customer-duplicate", known.name(), known.reason());
            case EntryOutcome.Invalid invalid ->
                new Refused(invalid.errors().stream()
                        .map(error -> new Problem.FieldError(
                                COLUMN_OF.getOrDefault(error.field(), error.field()), error.code(), error.arguments()))
                        .toList());
        };
    }

    private static <T> @Nullable T found(
            Problem.Collector problems, String column, String code, ImportRow row, Map<String, T> known) {
        String text = row.text(column);
        T value = text == null ? null : known.get(text.strip().toLowerCase(Locale.ROOT));
        problems.check(text == null || value != null, column, code);
        return value;
    }

    /** Members of the company by login and by name; a name two people have names neither. */
    private static Map<String, UUID> users(Tx tx, Collection<String> wanted) {
        Map<String, UUID> users = new HashMap<>();
        if (wanted.isEmpty()) {
            return users;
        }
        List<String> texts = wanted.stream()
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .toList();
        tx.list(
                        """
                        select lower(u.name) as key, (min(u.id::text))::uuid as id, false as login from organization.membership m
                        join organization.app_user u on u.id = m.user_id
                        where m.company_id = ? and m.active and lower(u.name) = any(?) group by lower(u.name) having count(*) = 1
                        union all
                        select u.login, u.id, true from organization.membership m join organization.app_user u on u.id = m.user_id
                        where m.company_id = ? and m.active and u.login = any(?) order by login""",
                        row -> Map.entry(row.text("key"), row.uuid("id")),
                        tx.company(),
                        SqlArray.of("text", texts),
                        tx.company(),
                        SqlArray.of("text", texts))
                .forEach(entry -> users.put(entry.getKey(), entry.getValue()));
        return users;
    }

    static List<String> present(List<@Nullable String> texts) {
        List<String> present = new ArrayList<>();
        for (String text : texts) {
            if (text != null) {
                present.add(text);
            }
        }
        return present;
    }
}
