package io.onaccount.sales;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What customers said to quotes. What was accepted is kept word for word with its hash, so that nobody can say later it was something else. */
@Component
public final class QuoteAnswers {
    static final int LONGEST_NAME = 100;
    static final int LONGEST_REMARK = 1000;

    private final Clock clock;

    QuoteAnswers(Clock clock) {
        this.clock = clock;
    }

    /**
     * The last answer to a quote.
     *
     * @param byLink whether the customer gave it themselves; otherwise a colleague noted it
     * @param content what was accepted; empty when it was declined
     * @param hash SHA-256 of it
     */
    public record Given(
            boolean accepted,
            String by,
            boolean byLink,
            String remark,
            LocalDate on,
            Instant at,
            String content,
            String hash) {

        private static Given read(Row row) {
            return new Given(
                    row.bool("accepted"),
                    row.text("answered_by"),
                    row.uuidOrNull("link_id") != null,
                    row.text("remark"),
                    row.date("answered_on"),
                    row.instant("answered_at"),
                    row.text("content"),
                    row.text("content_hash"));
        }

        /** Whether the hash is that of the content. */
        public boolean isWhole() {
            return !accepted || hash.equals(QuoteAnswers.hash(content));
        }
    }

    /** The last answer; empty when there was none. */
    public Optional<Given> last(Tx tx, UUID quote) {
        return tx.first(
                "select a.* from sales.quote_answer a where a.company_id = ? and a.quote_id = ? order by a.answered_at desc, a.id desc limit 1",
                Given::read,
                tx.company(),
                quote);
    }

    void accepted(Tx tx, Actor actor, Quote quote, QuoteChoice choice, String by, String remark, @Nullable UUID link) {
        String content = content(quote, choice, by, actor.today());
        write(tx, actor, quote.id(), true, by, remark, link, content, hash(content));
    }

    void declined(Tx tx, Actor actor, UUID quote, String by, String remark, @Nullable UUID link) {
        write(tx, actor, quote, false, by, remark, link, "", "");
    }

    private void write(
            Tx tx,
            Actor actor,
            UUID quote,
            boolean accepted,
            String by,
            String remark,
            @Nullable UUID link,
            String content,
            String hash) {
        tx.add(
                Rank.DETAIL,
                """
                insert into sales.quote_answer (company_id, id, quote_id, accepted, answered_by, link_id, remark, content, content_hash, answered_on,
                    answered_at, noted_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                Ids.next(),
                quote,
                accepted,
                by,
                link,
                remark,
                content,
                hash,
                actor.today(),
                clock.instant(),
                actor.user());
    }

    /** Everything somebody agrees to by accepting, in an order of its own and without language, so that it reads the same for ever. */
    private static String content(Quote quote, QuoteChoice choice, String by, LocalDate on) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "quote",
                quote.number(),
                "version " + quote.revision(),
                quote.date().toString());
        line(text, "customer", quote.customer().toString(), quote.customerName());
        line(text, "valid until", quote.validUntil().toString());
        line(text, "payment term", String.valueOf(quote.paymentTerm()));
        line(text, "currency", quote.currency(), quote.taxInclusive() ? "prices with tax" : "prices without tax");
        for (Quote.Line line : quote.lines()) {
            LineAmounts amounts = choice.amounts().get(line.position());
            if (amounts == null) {
                continue;
            }
            line(
                    text,
                    "line " + line.position(),
                    line.productCode(),
                    line.productName(),
                    plain(line.quantity()) + " " + line.unit(),
                    plain(line.price()),
                    "-" + plain(line.discount()),
                    "tax " + plain(line.taxRate()),
                    line.deliveryDate() == null ? "" : line.deliveryDate().toString(),
                    line.note(),
                    amounts.net().amount().toPlainString(),
                    amounts.tax().amount().toPlainString(),
                    amounts.total().amount().toPlainString());
        }
        for (SalesOrder.Charge charge : quote.charges()) {
            line(text, "charge", charge.name(), plain(charge.net()), plain(charge.tax()), plain(charge.total()));
        }
        line(text, "discount", plain(quote.discountAmount()));
        line(
                text,
                "total",
                choice.net().amount().toPlainString(),
                choice.tax().amount().toPlainString(),
                choice.total().amount().toPlainString());
        line(text, "note", quote.note());
        line(text, "accepted by", by, on.toString());
        return text.toString();
    }

    private static void line(StringBuilder text, String... parts) {
        for (int i = 0; i < parts.length; i++) {
            text.append(i == 0 ? "" : " | ")
                    .append(parts[i].replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n"));
        }
        text.append('\n');
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    static String hash(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
