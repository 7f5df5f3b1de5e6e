package io.onaccount.receivables.bank;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.party.PartyNames;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.CashEntries;
import io.onaccount.receivables.LedgerAccount;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.Receipt;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.ReceiptState;
import io.onaccount.receivables.Receipts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What becomes of the bank's lines (BNK-02): a receipt made of it, a receipt that was there, an entry that explains it, or left out with a reason.
 * Every decision can be undone, which leaves everything as it was before.
 */
@Component
public final class BankWork {
    static final String LINES = "bank-line";
    private static final int LONGEST_PAYER = 200;
    private static final int LONGEST_REFERENCE = 500;

    private final Receipts receipts;
    private final CashEntries entries;
    private final BankMatching matching;
    private final BankSettings settings;
    private final AuditTrail trail;
    private final Database database;

    BankWork(
            Receipts receipts,
            CashEntries entries,
            BankMatching matching,
            BankSettings settings,
            AuditTrail trail,
            Database database) {
        this.receipts = receipts;
        this.entries = entries;
        this.matching = matching;
        this.settings = settings;
        this.trail = trail;
        this.database = database;
    }

    /** A line and what it may be. */
    public record Case(OpenLine line, List<Proposal> proposals) {}

    /**
     * What is to be done with the money.
     *
     * @param items what it settles; when nothing is named, what is oldest
     * @param orders what is kept for orders
     * @param confidence of the proposal that was accepted, or null
     */
    public record Booking(
            UUID party,
            List<ItemAmount> items,
            List<OrderAmount> orders,
            @Nullable Integer confidence) {}

    /** So much for an open item. */
    public record ItemAmount(UUID item, BigDecimal amount) {}

    /** So much for an order; null for the rest. */
    public record OrderAmount(UUID order, @Nullable BigDecimal amount) {}

    /** Those whose receipt or entry no longer stands wait again. */
    private static final String OPEN = """
            l.id in (
              select w.line_id from receivables.bank_work w where w.company_id = ? and w.state = 'OPEN'
              union all
              select w.line_id from receivables.bank_work w left join receivables.receipt r on r.company_id = ? and r.id = w.receipt_id
              where w.company_id = ? and w.receipt_id is not null and (r.id is null or r.reversed_on is not null)
              union all
              select w.line_id from receivables.bank_work w join document.header h on h.company_id = ? and h.id = w.entry_id
              where w.company_id = ? and w.entry_id is not null and h.state = 'REVERSED')""";

    /** The lines that wait, the oldest first, each with its proposals. */
    public List<Case> queue(Tx tx, Actor actor, @Nullable UUID cashAccount, int limit) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            values.add(tx.company());
        }
        String one = "";
        if (cashAccount != null) {
            one = " and l.cash_account_id = ?";
            values.add(cashAccount);
        }
        values.add(limit);
        List<OpenLine> lines = tx.list(
                OpenLine.SELECT + " and " + OPEN + one + " order by l.booked_on, l.statement_id, l.place, l.id limit ?",
                OpenLine::read,
                values.toArray());
        Map<UUID, List<Proposal>> proposals = matching.propose(tx, actor, lines);
        return lines.stream()
                .map(line -> new Case(line, proposals.getOrDefault(line.id(), List.of())))
                .toList();
    }

    /** A line, with proposals while it waits. */
    public Case find(Tx tx, Actor actor, UUID id) {
        OpenLine line = line(tx, id);
        return new Case(
                line,
                waits(tx, line) ? matching.propose(tx, actor, List.of(line)).getOrDefault(id, List.of()) : List.of());
    }

    private static OpenLine line(Tx tx, UUID id) {
        return tx.first(OpenLine.SELECT + " and l.id = ?", OpenLine::read, tx.company(), id)
                .orElseThrow(() -> Problem.notFound(LINES, id));
    }

    /** The line, locked until the transaction ends; 409 when it was decided already. */
    private static OpenLine lock(Tx tx, UUID id) {
        lockWork(tx, id);
        OpenLine line = line(tx, id);
        if (!waits(tx, line)) {
            throw Problem.conflict("bank-line-decided");
        }
        return line;
    }

    private static boolean waits(Tx tx, OpenLine line) {
        return switch (line.state()) {
            case OPEN -> true;
            case MATCHED, BOOKED ->
                tx.first(
                                "select 1 as one from receivables.receipt r where r.company_id = ? and r.id = ? and r.reversed_on is null",
                                row -> row.integer("one"),
                                tx.company(),
                                line.receipt())
                        .isEmpty();
            case EXPLAINED ->
                tx.first(
                                "select 1 as one from document.header h where h.company_id = ? and h.id = ? and h.state = 'REVERSED'",
                                row -> row.integer("one"),
                                tx.company(),
                                line.entry())
                        .isPresent();
            case IGNORED -> false;
        };
    }

    /**
     * Makes a receipt of a line and settles what is named with it. It is confirmed at once by one who may, when somebody else imported the line or
     * the company takes the bank for the second person; else it waits for somebody to confirm it.
     *
     * @throws Problem 409 for a line that was decided already, for money that went out, or is of another currency than its account
     */
    public OpenLine book(Tx tx, Actor actor, UUID id, Booking booking) {
        need(actor, "receipt.create");
        OpenLine line = lock(tx, id);
        if (line.amount().signum() <= 0) {
            throw Problem.conflict("bank-line-out");
        }
        if (!CashAccounts.takesMoneyOf(tx, line.cashAccount(), line.currency())) {
            throw Problem.conflict("bank-line-currency", line.currency());
        }
        List<NewReceipt.Purpose> purposes = new ArrayList<>();
        booking.items().forEach(item -> purposes.add(new NewReceipt.Purpose(item.item(), null, item.amount())));
        booking.orders().forEach(order -> purposes.add(new NewReceipt.Purpose(null, order.order(), order.amount())));
        UUID receipt = receipts.create(
                tx,
                actor,
                new NewReceipt(
                        booking.party(),
                        day(actor, line),
                        line.amount(),
                        null,
                        line.cashAccount(),
                        method(line),
                        cut(line.name(), LONGEST_PAYER),
                        cut(line.text(), LONGEST_REFERENCE),
                        null,
                        purposes));
        tx.flush(); // so that it can be confirmed
        if (confirms(tx, actor, line)) {
            receipts.confirmProven(tx, actor, receipt, purposes.isEmpty());
        }
        decide(tx, actor, line, LineState.BOOKED, booking.party(), receipt, null, "", booking.confidence());
        learn(tx, line, booking.party(), 1);
        return after(tx, id);
    }

    private boolean confirms(Tx tx, Actor actor, OpenLine line) {
        return actor.may("receipt.confirm")
                && (!line.importedBy().equals(actor.user()) || settings.of(tx).atOnce());
    }

    /** The bank's value date, which never lies ahead in the books. */
    private static LocalDate day(Actor actor, OpenLine line) {
        return line.valued().isAfter(actor.today()) ? actor.today() : line.valued();
    }

    private static ReceiptMethod method(OpenLine line) {
        return switch (line.format()) {
            case ALIPAY -> ReceiptMethod.ALIPAY;
            case WECHAT -> ReceiptMethod.WECHAT;
            default -> ReceiptMethod.TRANSFER;
        };
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    /** The line is a receipt that is in the books already: of the same account and amount, and no other line's. */
    public OpenLine match(Tx tx, Actor actor, UUID id, UUID receipt) {
        OpenLine line = lock(tx, id);
        Receipt found = receipts.find(tx, actor, receipt);
        Problem.Collector problems = new Problem.Collector();
        problems.check(found.state() != ReceiptState.REVERSED, "receipt", "receipt-not-posted");
        problems.check(
                line.cashAccount().equals(found.cashAccount())
                        && found.arrived().compareTo(line.amount()) == 0,
                "receipt",
                "bank-receipt-other");
        boolean taken = tx.first(
                        "select w.line_id from receivables.bank_work w where w.company_id = ? and w.receipt_id = ?",
                        row -> row.uuid("line_id"),
                        tx.company(),
                        receipt)
                .isPresent();
        problems.check(!taken, "receipt", "bank-receipt-taken");
        problems.throwIfAny();
        decide(tx, actor, line, LineState.MATCHED, found.party(), receipt, null, "", null);
        learn(tx, line, found.party(), 1);
        return after(tx, id);
    }

    /** The line is no customer's money: it is entered in the books with another account as the other side. */
    public OpenLine explain(Tx tx, Actor actor, UUID id, LedgerAccount account, @Nullable String note) {
        need(actor, "cash-entry.create");
        OpenLine line = lock(tx, id);
        if (!line.currency().equals(actor.currency())) {
            throw Problem.conflict("bank-line-currency", line.currency());
        }
        if (line.amount().signum() == 0) {
            throw Problem.conflict("bank-line-nothing");
        }
        String what = note == null || note.isBlank()
                ? String.join(" ", line.name(), line.text()).strip()
                : note;
        UUID entry = entries.create(
                tx,
                actor,
                new CashEntries.NewCashEntry(
                        line.cashAccount(), booked(actor, line), line.amount(), account, cut(what, LONGEST_REFERENCE)));
        tx.flush(); // before the line points at it
        decide(tx, actor, line, LineState.EXPLAINED, null, null, entry, "", null);
        return after(tx, id);
    }

    private static LocalDate booked(Actor actor, OpenLine line) {
        return line.booked().isAfter(actor.today()) ? actor.today() : line.booked();
    }

    /** Leaves the line out of the books. */
    public OpenLine ignore(Tx tx, Actor actor, UUID id, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 500);
        problems.throwIfAny();
        OpenLine line = lock(tx, id);
        decide(tx, actor, line, LineState.IGNORED, null, null, null, why, null);
        return after(tx, id);
    }

    /**
     * Takes a decision back: a receipt made of the line is reversed (or deleted while it is a draft), an entry too, and what was learned is
     * forgotten.
     */
    public OpenLine undo(Tx tx, Actor actor, UUID id, @Nullable String reason) {
        lockWork(tx, id);
        OpenLine line = line(tx, id);
        if (line.state() == LineState.OPEN) {
            throw Problem.conflict("bank-line-open");
        }
        boolean stands = !waits(tx, line);
        UUID receipt = line.receipt();
        UUID entry = line.entry();
        String why = reason == null || reason.isBlank() ? line.text().isBlank() ? "↶" : cut(line.text(), 200) : reason;
        if (stands && line.state() == LineState.BOOKED && receipt != null) {
            Receipt made = receipts.find(tx, actor, receipt);
            if (made.state() == ReceiptState.DRAFT) {
                need(actor, "receipt.delete");
                receipts.delete(tx, actor, receipt, null);
            } else {
                need(actor, "receipt.reverse");
                receipts.reverse(tx, actor, receipt, null, why, made.header().date());
            }
        } else if (stands && line.state() == LineState.EXPLAINED && entry != null) {
            need(actor, "cash-entry.reverse");
            entries.reverse(tx, actor, entry, null, why);
        }
        if (line.party() != null) {
            learn(tx, line, line.party(), -1);
        }
        decide(tx, actor, line, LineState.OPEN, null, null, null, "", null);
        return after(tx, id);
    }

    private static void need(Actor actor, String right) {
        if (!actor.may(right)) {
            throw Problem.forbidden(right);
        }
    }

    private void decide(
            Tx tx,
            Actor actor,
            OpenLine line,
            LineState state,
            @Nullable UUID party,
            @Nullable UUID receipt,
            @Nullable UUID entry,
            String reason,
            @Nullable Integer confidence) {
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("bank-line-decided"),
                """
                update receivables.bank_work set state = ?, party_id = ?, receipt_id = ?, entry_id = ?, reason = ?, confidence = ?, decided_by = ?,
                  decided_at = now() where company_id = ? and line_id = ? and state = ?""",
                state,
                party,
                receipt,
                entry,
                reason,
                confidence,
                state == LineState.OPEN ? null : actor.user(),
                tx.company(),
                line.id(),
                line.state());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("state", List.of(line.state().name(), state.name()));
        facts.put("amount", line.amount().toPlainString());
        if (!reason.isEmpty()) {
            facts.put("reason", reason);
        }
        trail.record(tx, actor, new AuditTrail.Fact("decide", LINES, line.id(), cut(line.reference(), 100), facts));
    }

    /** Who pays from which account and under which name is remembered, and forgotten again when the decision is taken back. */
    private static void learn(Tx tx, OpenLine line, UUID party, int times) {
        for (Map.Entry<String, String> sign : Map.of(
                        "ACCOUNT",
                        line.account().contains("*") ? "" : OwnAccounts.key(line.account()),
                        "NAME",
                        PartyNames.key(line.name()))
                .entrySet()) {
            if (sign.getValue().isEmpty()) {
                continue;
            }
            if (times > 0) {
                tx.add(Rank.DETAIL, """
                        insert into receivables.bank_payer as p (company_id, kind, key, party_id, times) values (?, ?, ?, ?, 1)
                        on conflict (company_id, kind, key, party_id) do update set times = p.times + 1""", tx.company(), sign.getKey(), sign.getValue(), party);
            } else {
                tx.add(
                        Rank.DETAIL,
                        "delete from receivables.bank_payer where company_id = ? and kind = ? and key = ? and party_id = ? and times = 1",
                        tx.company(),
                        sign.getKey(),
                        sign.getValue(),
                        party);
                tx.add(
                        Rank.DETAIL,
                        "update receivables.bank_payer set times = times - 1 where company_id = ? and kind = ? and key = ? and party_id = ? and times > 1",
                        tx.company(),
                        sign.getKey(),
                        sign.getValue(),
                        party);
            }
        }
    }

    private static OpenLine after(Tx tx, UUID id) {
        tx.flush();
        return line(tx, id);
    }

    /**
     * What became of a line when several were accepted together.
     *
     * @param problem why it was left alone, or null
     */
    public record Accepted(
            UUID line, @Nullable LineState state, @Nullable String problem) {}

    /**
     * Carries out the surest proposal of each line that is at least so sure, each in a transaction of its own: one that can't be carried out leaves
     * the others alone. Repeating it does no harm, as lines that were decided are passed over.
     */
    public List<Accepted> accept(Actor actor, List<UUID> lines, int least) {
        Set<UUID> there = database.read(
                actor.company(),
                tx -> new HashSet<>(tx.list(
                        "select w.line_id from receivables.bank_work w where w.company_id = ? and w.line_id = any(?)",
                        row -> row.uuid("line_id"),
                        tx.company(),
                        SqlArray.of("uuid", lines))));
        List<Accepted> done = new ArrayList<>();
        for (UUID id : lines) {
            if (!there.contains(id)) {
                throw Problem.notFound(LINES, id);
            }
        }
        for (UUID id : lines) {
            try {
                done.add(database.write(actor.company(), tx -> accept(tx, actor, id, least)));
            } catch (Problem problem) {
                done.add(new Accepted(
                        id,
                        null,
                        problem.errors().isEmpty()
                                ? problem.code()
                                : problem.errors().getFirst().code()));
            }
        }
        return done;
    }

    private Accepted accept(Tx tx, Actor actor, UUID id, int least) {
        OpenLine line = lock(tx, id);
        Proposal best = matching.propose(tx, actor, List.of(line)).getOrDefault(id, List.of()).stream()
                .findFirst()
                .orElse(null);
        if (best == null || best.confidence() < least) {
            return new Accepted(id, null, "bank-not-sure");
        }
        return new Accepted(id, accept(tx, actor, id, best).state(), null);
    }

    private OpenLine accept(Tx tx, Actor actor, UUID id, Proposal proposal) {
        Proposal.BankNamed party = proposal.party();
        Proposal.BankNamed receipt = proposal.receipt();
        LedgerAccount account = proposal.account();
        if (receipt != null) {
            return match(tx, actor, id, receipt.id());
        }
        if (account != null) {
            return explain(tx, actor, id, account, null);
        }
        if (party == null) {
            throw new IllegalStateException("a proposal of nothing");
        }
        return book(
                tx,
                actor,
                id,
                new Booking(
                        party.id(),
                        proposal.items().stream()
                                .map(item -> new ItemAmount(item.item(), item.amount()))
                                .toList(),
                        proposal.orders().stream()
                                .map(order -> new OrderAmount(order.order(), order.amount()))
                                .toList(),
                        proposal.confidence()));
    }

    /** Books by itself what was imported, if the company wants that. */
    public List<Accepted> bookImported(Actor actor, List<UUID> statements) {
        BankSettings.BankBooking how = database.read(actor.company(), settings::of);
        if (!how.automatic() || statements.isEmpty() || !actor.may("receipt.create")) {
            return List.of();
        }
        List<UUID> lines = database.read(
                actor.company(),
                tx -> tx.list("""
                        select l.id from receivables.bank_line l join receivables.bank_work w on w.company_id = ? and w.line_id = l.id
                        where l.company_id = ? and l.statement_id = any(?) and w.state = 'OPEN' order by l.booked_on, l.place""", row -> row.uuid("id"), tx.company(), tx.company(), SqlArray.of("uuid", statements)));
        return accept(actor, lines, how.threshold());
    }

    private static void lockWork(Tx tx, UUID id) {
        boolean there = tx.first(
                        "select w.line_id from receivables.bank_work w where w.company_id = ? and w.line_id = ? for no key update",
                        row -> row.uuid("line_id"),
                        tx.company(),
                        id)
                .isPresent();
        if (!there) {
            throw Problem.notFound(LINES, id);
        }
    }
}
