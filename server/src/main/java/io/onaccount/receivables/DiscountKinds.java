package io.onaccount.receivables;

import static io.onaccount.document.Field.Type.BOOLEAN;
import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.REF;
import static io.onaccount.document.Field.Type.STATUS;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.ListDefinition;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Cash discounts: their terms, the coming deadlines, and what was granted beyond the terms. */
@Configuration(proxyBeanMethods = false)
class DiscountKinds {

    @Bean("kind.discount-term")
    Kind discountTermKind() {
        ListDefinition list = new ListDefinition(
                "receivables.discount_term t",
                "t",
                "",
                "true",
                List.of(
                        Field.of("code", TEXT, "t.code").sorted(),
                        Field.of("name", TEXT, "t.name").sorted(),
                        Field.of("nameEn", TEXT, "t.name_en").hidden(),
                        Field.of("steps", TEXT, "t.steps"),
                        Field.of("countedFrom", CHOICE, "t.counted_from").choices(DiscountTerm.Start.class),
                        Field.of("withTax", BOOLEAN, "t.with_tax"),
                        Field.of("graceDays", NUMBER, "t.grace_days"),
                        Field.of("fullOnly", BOOLEAN, "t.full_only"),
                        Field.of("active", BOOLEAN, "t.active")),
                List.of("^t.code", "t.name", "t.name_en"),
                "code");
        return Kind.rows(DiscountTerms.KIND, "discount-terms", list, "edit", "assign");
    }

    /** What is saved by paying until a step ends; by the same rule as {@link CashDiscount}, which DiscountsTest holds it to. */
    private static final String SAVED = "round((i.amount - i.settled) * d.rate * i.discount_base / (100 * i.amount),"
            + " case i.currency when 'JPY' then 0 when 'KRW' then 0 when 'KWD' then 3 else 2 end)";

    /** Coming deadlines of discounts, one row a step: by customer, salesperson or order as one filters (DSC-03). */
    @Bean("kind.discount-step")
    Kind discountStepKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.item_discount d
                join receivables.open_item i on i.company_id = d.company_id and i.id = d.item_id
                join document.header h on h.company_id = i.company_id and h.id = i.party_id""",
                "d",
                "h",
                "i.settled <> i.amount and i.amount > 0 and d.until >= " + ListDefinition.TODAY,
                List.of(
                        Field.of("until", DATE, "d.until").sorted(),
                        Field.of("party", PARTY, "i.party_id").sortedBy("h.title"),
                        Field.of("number", TEXT, "i.number"),
                        Field.of("document", REF, "i.document_id").hidden(),
                        Field.of("order", REF, "i.order_id").hidden(),
                        Field.of("date", DATE, "i.date"),
                        Field.of("days", NUMBER, "d.days").hidden(),
                        Field.of("rate", NUMBER, "d.rate"),
                        Field.of("open", MONEY, "i.amount - i.settled").summed(),
                        Field.of("payable", MONEY, "i.amount - i.settled - " + SAVED)
                                .summed(),
                        Field.of("saved", MONEY, SAVED).summed(),
                        Field.of("next", BOOLEAN, """
                                not exists (select 1 from receivables.item_discount e where e.company_id = d.company_id and e.item_id = d.item_id
                                  and e.until >= caller.day and (e.rate > d.rate or e.rate = d.rate and e.line < d.line))""").hidden(),
                        Field.of("fullOnly", BOOLEAN, "d.full_only").hidden(),
                        Field.of("owner", USER, "h.owner_id")),
                List.of("^i.number", "@party"),
                "until");
        return Kind.rows("discount-step", "discount-steps", list, "send");
    }

    @Bean("kind.discount-override")
    Kind discountOverrideKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.discount_override o
                join document.header h on h.company_id = o.company_id and h.id = o.party_id""",
                "o",
                "h",
                "true",
                List.of(
                        Field.of("number", TEXT, "o.number"),
                        Field.of("what", CHOICE, "o.what").choices(DiscountOverrides.What.class),
                        Field.of("party", PARTY, "o.party_id"),
                        Field.of("rate", NUMBER, "o.rate"),
                        Field.of("until", DATE, "o.until"),
                        Field.of("amount", MONEY, "o.amount").summed(),
                        Field.of("taken", MONEY, """
                                coalesce(case o.state when 'CONFIRMED' then case o.what when 'AMOUNT' then o.amount else (
                                  select sum(a.discount) from receivables.allocation a
                                  join receivables.item_discount d on d.company_id = a.company_id and d.item_id = a.item_id
                                  where a.company_id = o.company_id and d.company_id = o.company_id and d.override_id = o.id and a.discount_rate = d.rate
                                    and a.discount_until = d.until) end end, 0)""").unfiltered(),
                        Field.of("reason", TEXT, "o.reason"),
                        Field.of("state", STATUS, "o.state")
                                .choices(DiscountOverrides.State.class)
                                .sorted(),
                        Field.of("askedBy", USER, "o.asked_by"),
                        Field.of("askedAt", INSTANT, "o.asked_at").sorted(),
                        Field.of("decidedBy", USER, "o.decided_by"),
                        Field.of("decidedAt", INSTANT, "o.decided_at").hidden(),
                        Field.of("decision", TEXT, "o.decision").hidden(),
                        Field.of("owner", USER, "h.owner_id").hidden()),
                List.of("^o.number", "@party"),
                "-askedAt");
        return Kind.rows(DiscountOverrides.KIND, "discount-overrides", list, "create", "confirm");
    }
}
