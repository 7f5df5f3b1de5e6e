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
     * @param amount negative for what we owe the customer
     * @param date when it arose
     * @param due null for what the customer's payment term says; without a term it is the date
     */
    public record NewOpeningBalance(
            UUID party,
            @Nullable String number,
            BigDecimal amount,
            LocalDate date,
            @Nullable LocalDate due,
            @Nullable String note) {}

    /** As read. */
    public record OpeningBalance(
            Header header, BigDecimal amount, BigDecimal open, LocalDate due, String note, UUID item) {}

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
        for (int i = 0; i < balances.size(); i++) {
            check(problems, actor, balances.get(i), balances.size() == 1 ? "" : "[" + i + "].", numbers);
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
                    balance.amount(),
                    actor.user(),
                    headers.now()));
            raised.add(new NewOpenItem(
                    id,
                    party.id(),
                    null,
                    ItemKind.OPENING,
                    number,
                    new Money(balance.amount(), actor.currency()),
                    balance.date(),
                    due(balance, party.paymentTerm()),
                    ""));
        }
        headers.insert(tx, actor, born, Map.of());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.opening_balance (company_id, id, amount, due, note)
                select ?, n.id, n.amount, n.due, n.note from unnest(?::uuid[], ?::numeric[], ?::date[], ?::text[]) as n (id, amount, due, note)""",
                tx.company(),
                SqlArray.of("uuid", born, Header::id),
                SqlArray.of("numeric", balances, NewOpeningBalance::amount),
                SqlArray.of("date", raised, NewOpenItem::due),
                SqlArray.of(
                        "text", balances, b -> b.note() == null ? "" : b.note().strip()));
        items.raise(tx, actor, raised);
        return born.stream().map(Header::id).toList();
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
        BigDecimal amount = Input.amount(problems, at + "amount", balance.amount(), actor.currency());
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
                select o.amount, o.due, o.note, i.id as item, i.amount - i.settled as open, i.currency
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
                row.uuid("item"));
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
                        new Settlement(item, item.amount(), null, item.date(), match, null, null),
                        new Settlement(back, back.amount(), null, item.date(), match, null, null)));
        headers.move(tx, actor, header, "reverse", State.REVERSED, Map.of("reason", why));
    }
}
