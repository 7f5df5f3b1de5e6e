package io.onaccount.receivables;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.Settlements.Settlement;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Open items in other currencies at the rate of a day (期末调汇, FND-12): what they are worth more or less is an item of its own with the days of
 * the first, so that ageing and ledger of that day agree, and is taken back on the next day. Only settlement makes a gain or loss real.
 */
@Component
public final class Revaluations {
    static final String KIND = "revaluation";
    static final String NUMBERS = "RV-{yyyyMMdd}-{0001}";

    /** It is posted with what takes it back; there is nothing to do afterwards. */
    public enum State {
        POSTED;

        static final StateTable<State> TABLE = StateTable.of(State.class).state(POSTED, Tone.GREEN);
    }

    private final Headers headers;
    private final Numbering numbering;
    private final OpenItems items;
    private final Settlements settlements;

    Revaluations(Headers headers, Numbering numbering, OpenItems items, Settlements settlements) {
        this.headers = headers;
        this.numbering = numbering;
        this.items = items;
        this.settlements = settlements;
    }

    /** What a customer's items in one currency and due on one day are worth more (less: negative) than the books say. */
    public record Difference(
            UUID party,
            String name,
            String currency,
            LocalDate date,
            LocalDate due,
            BigDecimal open,
            BigDecimal booked,
            BigDecimal rate,
            BigDecimal worth) {

        public BigDecimal difference() {
            return worth.subtract(booked);
        }
    }

    /** What revaluing on a day would find; 400 names a currency without a rate. */
    public List<Difference> preview(Tx tx, Actor actor, LocalDate on) {
        Map<String, BigDecimal> rates = ExchangeRates.base(tx, on);
        List<Difference> found = new ArrayList<>();
        tx
                .list(
                        """
                        select x.party_id, h.title, x.fx_currency, x.date, x.due, sum(x.open) as open, sum(x.booked) as booked
                        from (
                          select i.party_id, i.fx_currency, i.date, i.due,
                            i.fx_amount - i.fx_settled + coalesce((select sum(a.fx_amount) from receivables.allocation a
                              where a.company_id = i.company_id and a.item_id = i.id and a.happened_on > ?), 0) as open,
                            i.amount - i.settled + coalesce((select sum(a.amount) from receivables.allocation a
                              where a.company_id = i.company_id and a.item_id = i.id and a.happened_on > ?), 0) as booked
                          from receivables.open_item i where i.company_id = ? and i.fx_currency is not null and i.date <= ?) x
                        join document.header h on h.company_id = ? and h.id = x.party_id
                        group by x.party_id, h.title, x.fx_currency, x.date, x.due
                        having sum(x.open) <> 0 order by h.title, x.fx_currency, x.due""",
                        row -> {
                            String currency = row.text("fx_currency");
                            BigDecimal rate = rates.get(currency);
                            if (rate == null) {
                                throw Problem.invalid("date", "rate-missing", currency, on);
                            }
                            BigDecimal open = row.money("open", currency).amount();
                            return new Difference(
                                    row.uuid("party_id"),
                                    row.text("title"),
                                    currency,
                                    row.date("date"),
                                    row.date("due"),
                                    open,
                                    row.money("booked", actor.currency()).amount(),
                                    rate.stripTrailingZeros(),
                                    Money.round(open.multiply(rate), actor.currency())
                                            .amount());
                        },
                        on,
                        on,
                        tx.company(),
                        on,
                        tx.company())
                .stream()
                .filter(d -> d.difference().signum() != 0)
                .forEach(found::add);
        return found;
    }

    /** A revaluation with its sum; a gain is positive. */
    public record Revaluation(UUID id, String number, LocalDate date, BigDecimal difference, int items) {}

    /**
     * Revalues as of a day and takes it back on the next.
     *
     * @throws Problem 400 when the day is in the future, when a rate is missing or nothing differs; 409 when it was done for that day already
     */
    public Revaluation post(Tx tx, Actor actor, LocalDate on) {
        if (on.isAfter(actor.today())) {
            throw Problem.invalid("date", "receipt-future");
        }
        tx.list(
                "select pg_advisory_xact_lock(hashtextextended('revaluation ' || ?::text, 0)) is null as locked",
                row -> true,
                tx.company());
        boolean done = tx.first(
                        "select 1 as one from document.header h where h.company_id = ? and h.kind = ? and h.date = ?",
                        row -> true,
                        tx.company(),
                        KIND,
                        on)
                .isPresent();
        if (done) {
            throw Problem.conflict("revaluation-done", on);
        }
        List<Difference> differences = preview(tx, actor, on);
        if (differences.isEmpty()) {
            throw Problem.invalid("date", "revaluation-none");
        }
        UUID id = Ids.next();
        String number = numbering.take(tx.company(), KIND, NUMBERS, on, 1).getFirst();
        BigDecimal sum = differences.stream().map(Difference::difference).reduce(BigDecimal.ZERO, BigDecimal::add);
        Header header = Header.born(
                id,
                KIND,
                number,
                number,
                State.POSTED,
                null,
                actor.user(),
                actor.department(),
                on,
                actor.currency(),
                sum,
                actor.user(),
                headers.now());
        headers.insert(tx, actor, header, Map.of());
        tx.add(
                Rank.DETAIL,
                "insert into receivables.revaluation (company_id, id, difference) values (?, ?, ?)",
                tx.company(),
                id,
                sum);
        List<NewOpenItem> raised = new ArrayList<>();
        for (boolean back : new boolean[] {false, true}) {
            for (Difference d : differences) {
                BigDecimal amount = back ? d.difference().negate() : d.difference();
                LocalDate day = back ? on.plusDays(1) : on;
                raised.add(new NewOpenItem(
                        id,
                        d.party(),
                        null,
                        ItemKind.REVALUATION,
                        number,
                        new Money(amount, actor.currency()),
                        day,
                        d.due(),
                        d.currency()));
            }
        }
        List<UUID> ids = items.raise(tx, actor, raised);
        tx.flush(); // so that the items can be settled
        Map<UUID, OpenItem> written = new LinkedHashMap<>();
        Settlements.lock(tx, ids).forEach(item -> written.put(item.id(), item));
        List<Settlement> settled = new ArrayList<>();
        int count = differences.size();
        for (int i = 0; i < count; i++) {
            UUID match = Ids.next();
            for (UUID one : List.of(ids.get(i), ids.get(count + i))) {
                OpenItem item = written.get(one);
                if (item != null) {
                    settled.add(new Settlement(item, item.amount(), null, on.plusDays(1), match, null, null));
                }
            }
        }
        settlements.write(tx, actor, settled);
        return new Revaluation(id, number, on, sum, count);
    }

    /** The revaluation, if within the actor's scope; otherwise 404. */
    public Revaluation find(Tx tx, Actor actor, UUID id) {
        Header header = headers.find(tx, actor, KIND, id);
        return tx.one(
                """
                select v.difference, (select count(*) from receivables.open_item i where i.company_id = v.company_id and i.document_id = v.id) as items
                from receivables.revaluation v where v.company_id = ? and v.id = ?""",
                row -> new Revaluation(
                        id,
                        header.number(),
                        header.date(),
                        row.money("difference", actor.currency()).amount(),
                        (int) row.number("items") / 2),
                tx.company(),
                id);
    }
}
