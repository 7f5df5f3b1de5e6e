package io.onaccount.party;

import static io.onaccount.document.Field.Type.BOOLEAN;
import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.DEPARTMENT;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.STATUS;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.ListDefinition;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The kinds of this module: customers, their contacts, payment terms, the calendar. */
@Configuration(proxyBeanMethods = false)
class CustomerKind {
    static final String NAME = "customer";
    static final String NUMBERS = "C-{00001}";

    @Bean("kind.customer") // not the method's name, which is the door's
    Kind customers() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join party.party p on p.company_id = h.company_id and p.id = h.id
                left join party.payment_term t on t.company_id = p.company_id and t.id = p.payment_term_id
                left join party.customer_class k on k.company_id = p.company_id and k.id = p.class_id""",
                "h",
                "h",
                "h.kind = 'customer'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("name", TEXT, "h.title").sorted(),
                        Field.of("shortName", TEXT, "p.short_name").hidden(),
                        Field.of("nameEn", TEXT, "p.name_en").hidden(),
                        Field.of("state", STATUS, "h.state")
                                .choices(CustomerState.class)
                                .sorted(),
                        Field.of("owner", USER, "h.owner_id"),
                        Field.of("department", DEPARTMENT, "h.department_id").hidden(),
                        Field.of("paymentTerm", TEXT, "t.code"),
                        Field.of("customerClass", TEXT, "k.name"),
                        Field.of("parent", PARTY, "p.parent_id").inScope().hidden(),
                        Field.of("group", PARTY, "coalesce(p.top_id, p.id)")
                                .inScope()
                                .hidden(),
                        Field.of("industry", TEXT, "p.industry"),
                        Field.of("province", TEXT, "p.province").hidden(),
                        Field.of("city", TEXT, "p.city"),
                        Field.of("source", TEXT, "p.source").hidden(),
                        Field.of("phone", TEXT, "p.phone"),
                        Field.of("creditCode", TEXT, "p.credit_code").hidden(),
                        Field.of("legalPerson", TEXT, "p.legal_person").hidden(),
                        Field.of("initials", TEXT, "p.initials").hidden(),
                        Field.of("createdAt", INSTANT, "h.created_at").hidden().sorted(),
                        Field.of("changedAt", INSTANT, "h.changed_at").hidden().sorted()),
                List.of("^h.number", "~h.title", "^p.initials", "^p.pinyin", "^p.phone", "^p.credit_code"),
                "number");
        return Kind.master(NAME, "customers", CustomerState.TABLE, NUMBERS, list, "import", "transfer", "share");
    }

    @Bean("kind.contact") // not the method's name, which is the door's
    Kind contacts() {
        ListDefinition list = new ListDefinition(
                """
                party.contact c
                join document.header h on h.company_id = c.company_id and h.id = c.party_id""",
                "c",
                "h",
                "true",
                List.of(
                        Field.of("name", TEXT, "c.name").sorted(),
                        Field.of("party", PARTY, "c.party_id"),
                        Field.of("position", TEXT, "c.position"),
                        Field.of("role", CHOICE, "c.role").choices(Contact.Role.class),
                        Field.of("mobile", TEXT, "c.mobile"),
                        Field.of("phone", TEXT, "c.phone"),
                        Field.of("email", TEXT, "c.email"),
                        Field.of("wechat", TEXT, "c.wechat").hidden(),
                        Field.of("primary", BOOLEAN, "c.is_primary"),
                        Field.of("receivesStatements", BOOLEAN, "c.receives_statements")
                                .hidden()),
                List.of("^c.name", "^c.mobile", "^c.phone", "^c.email"),
                "name");
        return Kind.rows("contact", "contacts", list, "import");
    }

    @Bean("kind.payment-term") // not the method's name, which is the door's
    Kind paymentTerms() {
        ListDefinition list = new ListDefinition(
                "party.payment_term t",
                "t",
                "",
                "true",
                List.of(
                        Field.of("code", TEXT, "t.code").sorted(),
                        Field.of("name", TEXT, "t.name").sorted(),
                        Field.of("nameEn", TEXT, "t.name_en"),
                        Field.of("from", CHOICE, "t.counted_from").choices(PaymentTerm.Start.class),
                        Field.of("rule", CHOICE, "t.rule").choices(PaymentTerm.Rule.class),
                        Field.of("months", NUMBER, "t.months"),
                        Field.of("days", NUMBER, "t.days"),
                        Field.of("dayOfMonth", NUMBER, "t.day_of_month"),
                        Field.of("cutOffDay", NUMBER, "t.cut_off_day").hidden(),
                        Field.of("instalments", NUMBER, "jsonb_array_length(t.instalments) + 1"),
                        Field.of("shift", CHOICE, "t.shift")
                                .choices(PaymentTerm.Shift.class)
                                .hidden(),
                        Field.of("standard", BOOLEAN, "t.standard"),
                        Field.of("active", BOOLEAN, "t.active")),
                List.of("^t.code", "t.name", "t.name_en"),
                "code");
        return Kind.rows("payment-term", "payment-terms", list, "edit");
    }

    @Bean("kind.customer-class")
    Kind customerClasses() {
        ListDefinition list = new ListDefinition(
                "party.customer_class c",
                "c",
                "",
                "true",
                List.of(
                        Field.of("code", TEXT, "c.code").sorted(),
                        Field.of("name", TEXT, "c.name").sorted(),
                        Field.of("active", BOOLEAN, "c.active")),
                List.of("^c.code", "c.name"),
                "code");
        return Kind.rows(CustomerClasses.KIND, "customer-classes", list, "create", "edit");
    }

    @Bean("kind.calendar-day")
    Kind calendarDays() {
        ListDefinition list = new ListDefinition(
                "party.calendar_day d",
                "d",
                "",
                "true",
                List.of(
                        Field.of("day", DATE, "d.day").sorted(),
                        Field.of("kind", CHOICE, "d.kind").choices(CalendarDays.DayKind.class),
                        Field.of("name", TEXT, "d.name")),
                List.of("d.name"),
                "-day");
        return Kind.rows(CalendarDays.KIND, "calendar-days", list, "create", "edit", "delete", "import");
    }
}
