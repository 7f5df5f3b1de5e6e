package io.onaccount.credit;

import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DEPARTMENT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.REF;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.approval.spi.ApprovalSubject;
import io.onaccount.approval.spi.Snapshot;
import io.onaccount.credit.CreditHolds.Hold;
import io.onaccount.credit.CreditHolds.Wanted;
import io.onaccount.document.Field;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Releases beyond a controller's authority, or that want a second person, as what can need approval (CRD-22). */
@Component
final class ReleaseApproval implements ApprovalSubject {
    static final String KIND = "credit-release";

    private static final List<Field> FACTS = List.of(
            Field.of("amount", MONEY, ""),
            Field.of("ceiling", MONEY, ""),
            Field.of("validDays", NUMBER, ""),
            Field.of("termDays", NUMBER, ""),
            Field.of("credit", CHOICE, "").choices(Objection.CODES),
            Field.of("limit", MONEY, ""),
            Field.of("exposure", MONEY, ""),
            Field.of("free", MONEY, ""),
            Field.of("overdueAmount", MONEY, ""),
            Field.of("overdueDays", NUMBER, ""),
            Field.of("grade", TEXT, ""),
            Field.of("reason", TEXT, ""),
            Field.of("document", REF, ""),
            Field.of("party", PARTY, ""),
            Field.of("owner", USER, ""),
            Field.of("department", DEPARTMENT, ""));

    private final Headers headers;
    private final CustomerFigures figures;
    private final ObjectProvider<CreditHolds> holds; // which asks approval, which asks here

    ReleaseApproval(Headers headers, CustomerFigures figures, ObjectProvider<CreditHolds> holds) {
        this.headers = headers;
        this.figures = figures;
        this.holds = holds;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<Field> facts() {
        return FACTS;
    }

    @Override
    public Optional<Snapshot> read(Tx tx, Actor actor, UUID id, boolean toDecide) {
        Optional<Wanted> wanted = CreditHolds.wanted(tx, id);
        Optional<Hold> found = wanted.flatMap(w -> holds.getObject().any(tx, w.hold()));
        if (wanted.isEmpty() || found.isEmpty()) {
            return Optional.empty();
        }
        Hold hold = found.get();
        Actor all = actor.companyWide();
        Header header = toDecide
                ? headers.lock(tx, all, hold.documentKind(), hold.document(), null)
                : headers.find(tx, all, hold.documentKind(), hold.document());
        // As it is under the document's lock.
        Hold now = toDecide ? holds.getObject().any(tx, hold.id()).orElse(hold) : hold;
        CreditFigures customer = figures.of(tx, CreditControl.account(tx, now.party()), actor.today());
        return Optional.of(new Snapshot(
                id,
                header.number(),
                header.title(),
                now.party(),
                header.owner(),
                header.department(),
                header.date(),
                actor.currency(),
                wanted.get().ceiling(),
                facts(actor, wanted.get(), now, customer, header),
                bound(wanted.get(), now),
                null));
    }

    /** Releases are as old as this flow: there is nothing to try it on. */
    @Override
    public List<Snapshot> past(Tx tx, Actor actor, LocalDate from, LocalDate until) {
        return List.of();
    }

    private static Map<String, @Nullable Object> facts(
            Actor actor, Wanted wanted, Hold hold, CreditFigures customer, Header header) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("amount", hold.amount());
        facts.put("ceiling", wanted.ceiling());
        facts.put("validDays", BigDecimal.valueOf(ChronoUnit.DAYS.between(actor.today(), wanted.until())));
        facts.put("termDays", BigDecimal.valueOf(hold.termDays()));
        facts.put("credit", codes(hold));
        facts.put("limit", customer.allowed());
        facts.put("exposure", customer.exposure());
        facts.put("free", customer.free());
        facts.put("overdueAmount", customer.overdue());
        facts.put("overdueDays", BigDecimal.valueOf(customer.overdueDays()));
        facts.put("grade", customer.grade());
        facts.put("reason", wanted.reason());
        facts.put("document", hold.document());
        facts.put("party", hold.party());
        facts.put("owner", header.owner());
        facts.put("department", header.department());
        return facts;
    }

    private static List<String> codes(Hold hold) {
        return List.copyOf(new TreeSet<>(CreditRules.codes(Objection.holding(hold.objections()))));
    }

    private static Map<String, String> bound(Wanted wanted, Hold hold) {
        Map<String, String> bound = new TreeMap<>();
        bound.put("hold", hold.id() + " " + hold.state());
        bound.put("amount", plain(hold.amount()) + " " + hold.termDays());
        bound.put("ceiling", plain(wanted.ceiling()) + " " + wanted.until());
        bound.put("objections", codes(hold).toString());
        return bound;
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }

    @Override
    public String approved(Tx tx, Actor asker, Actor approver, UUID id) {
        return holds.getObject().releaseApproved(tx, asker, approver, id) == CreditHolds.Outcome.PASSED
                ? "passed"
                : "held";
    }

    /** The document goes on waiting; its hold says so. */
    @Override
    public void sentBack(Tx tx, Actor by, UUID id, String reason) {
        // nothing was moved when it was asked
    }
}
