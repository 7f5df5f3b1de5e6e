package io.onaccount.receivables;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.party.PaymentTerm;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.Settlements.Settlement;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What customers owed when the books began (期初余额), one open item each with its own dates (RCV-01). */
@Component
public final class OpeningBalances {
    static final String KIND = "opening-balance";
    static final String NUMBERS = "OB-{yyyyMMdd}-{0001}";

    /** An opening balance is entered as posted; a wrong one is reversed. */
    public enum State {
        POSTED,
        REVERSED;

        static final StateTable<State> TABLE = StateTable.of(State.class)
                .state(POSTED, Tone.GREEN)
                .state(REVERSED, Tone.GREY)
                .move("reverse", POSTED, REVERSED);
    }

    private final Headers headers;
    private final Numbering numbering;
    private final Parties parties;
    private final OpenItems items;
    private final Settlements settlements;

    OpeningBalances(Headers headers, Numbering numbering, Parties parties, OpenItems items, Settlements settlements) {
        this.headers = headers;
        this.numbering = numbering;
        this.parties = parties;
        this.items = items;
        this.settlements = settlements;
    }

    /**
     * As entered.
     *
     * @param number of the old document; null for one of ours
     * @param amount negative for what we owe the customer; in its currency
     * @param currency null for the company's
     * @param rate what a unit of it was worth on the date; what was entered for that day when left out
     * @param date when it arose
     * @param due null for what the customer's payment term says; without a term it is the date
     */
    public record NewOpeningBalance(
            UUID party,
            @Nullable String number,
            BigDecimal amount,
            LocalDate date,
            @Nullable LocalDate due,
            @Nullable String note,
            @Nullable String currency,
            @Nullable BigDecimal rate) {

        public NewOpeningBalance(
                UUID party,
                @Nullable String number,
                BigDecimal amount,
                LocalDate date,
                @Nullable LocalDate due,
                @Nullable String note) {
            this(party, number, amount, date, due, note, null, null);
        }

        String currencyOr(String base) {
            return currency == null || currency.isBlank()
                    ? base
                    : currency.strip().toUpperCase(java.util.Locale.ROOT);
        }
    }

    /** As read. */
    public record OpeningBalance(
            Header header,
            BigDecimal amount,
            BigDecimal open,
            LocalDate due,
            String note,
            UUID item,
            @Nullable Foreign foreign) {}

    public UUID create(Tx tx, Actor actor, NewOpeningBalance balance) {
        return create(tx, actor, List.of(balance)).getFirst();
    }

    /** Enters and posts opening balances; answers their ids in order. 400 names every wrong field of all of them. */
    public List<UUID> create(Tx tx, Actor actor, List<NewOpeningBalance> balances) {
        Set<UUID> wanted = new LinkedHashSet<>();
        balances.forEach(b -> wanted.add(b.party()));
        Map<UUID, Party> known = parties.require(tx, actor, wanted);
        Problem.Collector problems = new Problem.Collector();
        Set<String> numbers = new LinkedHashSet<>();
        List<BigDecimal> worth = new ArrayList<>();
        for (int i = 0; i < balances.size(); i++) {
            String at = balances.size() == 1 ? "" : "[" + i + "].";
            check(problems, actor, balances.get(i), at, numbers);
            worth.add(problems.isEmpty() ? worth(tx, actor, problems, balances.get(i), at) : BigDecimal.ZERO);
        }
        taken(tx, numbers).forEach(number -> problems.add("number", "opening-number-taken", number));
        problems.throwIfAny();

        int unnumbered = (int) balances.stream().filter(b -> number(b) == null).count();
        List<String> fresh = unnumbered == 0
                ? List.of()
                : new ArrayList<>(numbering.take(tx.company(), KIND, NUMBERS, actor.today(), unnumbered));
        List<Header> born = new ArrayList<>();
        List<NewOpenItem> raised = new ArrayList<>();
        int next = 0;
        for (NewOpeningBalance balance : balances) {
            Party party = Objects.requireNonNull(known.get(balance.party()));
            String number = number(balance);
            if (number == null) {
                number = fresh.get(next++);
            }
            UUID id = Ids.next();
            born.add(Header.born(
                    id,
                    KIND,
                    number,
                    party.name(),
                    State.POSTED,
                    party.id(),
                    party.owner(),
                    party.department(),
                    balance.date(),
                    actor.currency(),
                    worth.get(born.size()),
                    actor.user(),
                    headers.now()));
            raised.add(new NewOpenItem(
                    id,
                    party.id(),
                    null,
                    ItemKind.OPENING,
                    number,
                    new Money(worth.get(raised.size()), actor.currency()),
                    foreign(actor, balance),
                    balance.date(),
                    due(balance, party.paymentTerm()),
                    ""));
        }
        headers.insert(tx, actor, born, Map.of());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.opening_balance (company_id, id, amount, due, note, fx_currency, fx_amount)
                select ?, n.id, n.amount, n.due, n.note, n.fx_currency, n.fx_amount
                from unnest(?::uuid[], ?::numeric[], ?::date[], ?::text[], ?::text[], ?::numeric[])
                  as n (id, amount, due, note, fx_currency, fx_amount)""",
                tx.company(),
                SqlArray.of("uuid", born, Header::id),
                SqlArray.of("numeric", worth),
                SqlArray.of("date", raised, NewOpenItem::due),
                SqlArray.of(
                        "text", balances, b -> b.note() == null ? "" : b.note().strip()),
                SqlArray.of(
                        "text",
                        raised,
                        i -> i.foreign() == null ? null : i.foreign().currency()),
                SqlArray.of(
                        "numeric",
                        raised,
                        i -> i.foreign() == null ? null : i.foreign().amount()));
        items.raise(tx, actor, raised);
        return born.stream().map(Header::id).toList();
    }

    /** In the company's currency, at the rate of its day. */
    static BigDecimal worth(Tx tx, Actor actor, Problem.Collector problems, NewOpeningBalance balance, String at) {
        String currency = balance.currencyOr(actor.currency());
        if (currency.equals(actor.currency())) {
            return balance.amount();
        }
        BigDecimal rate = balance.rate();
        if (rate == null) {
            rate = ExchangeRates.base(tx, actor, currency, balance.date()).orElse(null);
        }
        if (rate == null) {
            problems.add(at + "rate", "rate-missing", currency, balance.date());
            return BigDecimal.ONE;
        }
        BigDecimal worth =
                Money.round(balance.amount().multiply(rate), actor.currency()).amount();
        problems.check(worth.signum() != 0, at + "amount", "opening-zero");
        return Input.amount(problems, at + "amount", worth, actor.currency());
    }

    private static @Nullable Money foreign(Actor actor, NewOpeningBalance balance) {
        String currency = balance.currencyOr(actor.currency());
        return currency.equals(actor.currency()) ? null : new Money(balance.amount(), currency);
    }

    private static LocalDate due(NewOpeningBalance balance, @Nullable PaymentTerm term) {
        if (balance.due() != null) {
            return balance.due();
        }
        return term == null ? balance.date() : term.due(balance.date());
    }

    private static @Nullable String number(NewOpeningBalance balance) {
        return balance.number() == null || balance.number().isBlank()
                ? null
                : balance.number().strip();
    }

    /** Everything that is wrong with one, apart from the customer and numbers used before. */
    static void check(
            Problem.Collector problems, Actor actor, NewOpeningBalance balance, String at, Set<String> numbers) {
        String currency = balance.currencyOr(actor.currency());
        boolean known = problems.check(Money.isCurrency(currency), at + "currency", "currency-unknown");
        BigDecimal amount =
                Input.amount(problems, at + "amount", balance.amount(), known ? currency : actor.currency());
        ExchangeRates.check(problems, at, balance.rate(), currency.equals(actor.currency()));
        problems.check(amount.signum() != 0, at + "amount", "opening-zero");
        problems.check(!balance.date().isAfter(actor.today()), at + "date", "receipt-future");
        problems.check(balance.date().getYear() >= 1990, at + "date", "out-of-range");
        problems.check(
                balance.due() == null
                        || (!balance.due().isBefore(balance.date())
                                && balance.due().isBefore(balance.date().plusYears(20))),
                at + "due",
                "opening-due");
        Input.text(problems, at + "note", balance.note(), 1000);
        Input.text(problems, at + "number", balance.number(), 40);
        String number = number(balance);
        problems.check(
                number == null || numbers.add(number),
                at + "number",
                "opening-number-taken",
                number == null ? "" : number);
    }

    private static List<String> taken(Tx tx, Set<String> numbers) {
        return numbers.isEmpty()
                ? List.of()
                : tx.list(
                        "select h.number from document.header h where h.company_id = ? and h.kind = ? and h.number = any(?)",
                        row -> row.text("number"),
                        tx.company(),
                        KIND,
                        SqlArray.of("text", numbers));
    }

    /** The opening balance, if within the actor's scope; otherwise 404. */
    public OpeningBalance find(Tx tx, Actor actor, UUID id) {
        return read(tx, headers.find(tx, actor, KIND, id));
    }

    private static OpeningBalance read(Tx tx, Header header) {
        return tx.one("""
                select o.amount, o.due, o.note, i.id as item, i.amount - i.settled as open, i.currency, i.fx_currency,
                  i.fx_amount, i.fx_settled
                from receivables.opening_balance o
                join receivables.open_item i on i.company_id = o.company_id and i.document_id = o.id
                where o.company_id = ? and o.id = ? order by i.id limit 1""", row -> balance(row, header), tx.company(), header.id());
    }

    private static OpeningBalance balance(Row row, Header header) {
        String currency = row.text("currency");
        return new OpeningBalance(
                header,
                row.money("amount", currency).amount(),
                row.money("open", currency).amount(),
                row.date("due"),
                row.text("note"),
                row.uuid("item"),
                OpenItem.foreign(row));
    }

    /**
     * Takes back one that was entered wrongly: an item of the opposite amount, which settles it.
     *
     * @throws Problem 409 when something settles it already
     */
    public void reverse(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        problems.throwIfAny();
        Header header = headers.lock(tx, actor, KIND, id, version);
        State.TABLE.check(State.valueOf(header.state()), "reverse", State.REVERSED);
        OpenItem item = Settlements.lock(tx, List.of(read(tx, header).item())).getFirst();
        if (item.settled().signum() != 0) {
            throw Problem.conflict("opening-settled", header.number());
        }
        UUID opposite = items.raise(
                tx,
                actor,
                new NewOpenItem(
                        id,
                        item.party(),
                        null,
                        ItemKind.OPENING,
                        item.number(),
                        new Money(item.amount().negate(), actor.currency()),
                        item.foreign() == null
                                ? null
                                : new Money(
                                        item.foreign().amount().negate(),
                                        item.foreign().currency()),
                        item.date(),
                        item.due(),
                        ""));
        tx.flush(); // so that the opposite item can be settled
        UUID match = Ids.next();
        OpenItem back = Settlements.lock(tx, List.of(opposite)).getFirst();
        settlements.write(
                tx,
                actor,
                List.of(
                        new Settlement(item, item.amount(), null, item.date(), match, null, null).in(whole(item), null),
                        new Settlement(back, back.amount(), null, item.date(), match, null, null)
                                .in(whole(back), null)));
        headers.move(tx, actor, header, "reverse", State.REVERSED, Map.of("reason", why));
    }

    private static @Nullable BigDecimal whole(OpenItem item) {
        return item.foreign() == null ? null : item.foreign().amount();
    }
}
