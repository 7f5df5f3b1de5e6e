package io.onaccount.receivables.payment;

import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.REF;
import static io.onaccount.document.Field.Type.TEXT;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.ListDefinition;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The list of what customers paid, or set out to pay, by link. */
@Configuration(proxyBeanMethods = false)
class PaymentKinds {

    @Bean("kind.online-payment")
    Kind onlinePaymentKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.online_payment o
                join document.header p on p.company_id = o.company_id and p.id = o.party_id
                left join document.header r on r.company_id = o.company_id and r.id = o.receipt_id""",
                "o",
                "p",
                "true",
                List.of(
                        Field.of("startedAt", INSTANT, "o.started_at").sorted(),
                        Field.of("party", PARTY, "o.party_id").sortedBy("p.title"),
                        Field.of("amount", MONEY, "o.amount").sorted().summed(),
                        Field.of("fee", MONEY, "o.fee").hidden().summed(),
                        Field.of("state", CHOICE, "o.state").choices(OnlinePayments.State.class),
                        Field.of("provider", TEXT, "o.provider"),
                        Field.of("paidAt", INSTANT, "o.paid_at").sorted(),
                        Field.of("receipt", REF, "r.id").hidden(),
                        Field.of("receiptNumber", TEXT, "r.number"),
                        Field.of("outcome", TEXT, "o.outcome"),
                        Field.of("transaction", TEXT, "o.transaction").hidden(),
                        Field.of("day", DATE, "o.day").hidden()),
                List.of("@party", "^o.transaction"),
                "-startedAt");
        return Kind.rows(OnlinePayments.KIND, "online-payments", list, "ask", "book", "configure");
    }
}
