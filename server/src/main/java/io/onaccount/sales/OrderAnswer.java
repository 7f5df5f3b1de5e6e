package io.onaccount.sales;

import io.onaccount.credit.Objection;
import io.onaccount.credit.WayOut;
import io.onaccount.document.Header;
import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What came of placing, confirming or moving an order: a refusal by rule is an answer too, with every reason at once. */
public sealed interface OrderAnswer {
    /** The order as it stands now. */
    Placed order();

    /** Remarks that did not stop it: {@code stock-short} and the like. */
    default List<Reason> reasons() {
        return List.of();
    }

    /** The order's head, enough to go on with. */
    record Placed(
            UUID id,
            String number,
            String state,
            int version,
            UUID customer,
            LocalDate date,
            String currency,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal total) {

        static Placed of(Header header, Money net, Money tax) {
            return new Placed(
                    header.id(),
                    header.number(),
                    header.state(),
                    header.version(),
                    Objects.requireNonNull(header.party()),
                    header.date(),
                    net.currency(),
                    net.amount(),
                    tax.amount(),
                    net.plus(tax).amount());
        }

        Placed moved(Enum<?> to, int newVersion) {
            return new Placed(id, number, to.name(), newVersion, customer, date, currency, net, tax, total);
        }

        Placed withVersion(int newVersion) {
            return new Placed(id, number, state, newVersion, customer, date, currency, net, tax, total);
        }
    }

    /**
     * Why an order does not pass as it is.
     *
     * @param source sales, or credit for the gate's
     * @param warning whether it only warns
     * @param figures name → amount, quantity, number or date as plain text
     */
    record Reason(String source, String code, boolean warning, Map<String, String> figures) {

        /** What the gate said. */
        static List<Reason> of(List<Objection> objections) {
            return objections.stream()
                    .map(o -> new Reason("credit", o.code(), !o.effect().holds(), o.figures()))
                    .toList();
        }

        /** The key of its text, which the figures fill. */
        public String text() {
            return source + ".objection." + code;
        }
    }

    /**
     * What would let it pass.
     *
     * @param kind PAY, PREPAY, REDUCE, REDUCE_LINE, RELEASE, TEMPORARY_LIMIT from the credit gate; SHIP_PART with the lines to keep
     * @param amount in the company's currency: what to pay, what the kept lines come to
     * @param productLine the product line it is for; null: for none
     */
    record Way(
            String kind,
            @Nullable BigDecimal amount,
            List<Part> lines,
            @Nullable String productLine) {

        /** What the credit gate names; which lines to keep it doesn't know. */
        static Way of(WayOut way) {
            return new Way(way.kind().name(), way.amount(), List.of(), way.line());
        }
    }

    /** So much of a line. */
    record Part(int position, BigDecimal quantity) {}

    /** It was saved or moved; credit was not asked. */
    record Saved(Placed order) implements OrderAnswer {}

    /** It stands: credit is taken. */
    record Confirmed(Placed order, List<Reason> reasons) implements OrderAnswer {}

    /** Credit was refused; it waits on hold and takes none. */
    record Held(Placed order, List<Reason> reasons, List<Way> ways) implements OrderAnswer {}

    /** A rule of sales refused it; it stays as it was. */
    record Refused(Placed order, List<Reason> reasons) implements OrderAnswer {}
}
