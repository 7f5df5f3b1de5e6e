package io.onaccount.credit;

import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DEPARTMENT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.approval.spi.ApprovalSubject;
import io.onaccount.approval.spi.Snapshot;
import io.onaccount.credit.ApplicationTables.Stored;
import io.onaccount.document.Field;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Credit applications as what can need approval: who may owe how much more, for how long, with what overdue and how late so far. */
@Component
final class ApplicationApproval implements ApprovalSubject {
    private static final List<Field> FACTS = List.of(
            Field.of("purpose", CHOICE, "").choices(CreditProposal.Purpose.class),
            Field.of("limit", MONEY, ""),
            Field.of("limitNow", MONEY, ""),
            Field.of("raise", MONEY, ""),
            Field.of("raisePercent", NUMBER, ""),
            Field.of("termDays", NUMBER, ""),
            Field.of("termDaysNow", NUMBER, ""),
            Field.of("exposure", MONEY, ""),
            Field.of("overdueAmount", MONEY, ""),
            Field.of("overdueDays", NUMBER, ""),
            Field.of("lateInRow", NUMBER, ""),
            Field.of("usualDelay", NUMBER, ""),
            Field.of("status", CHOICE, "").choices(AccountStatus.class),
            Field.of("gradeNow", TEXT, ""),
            Field.of("grade", TEXT, ""),
            Field.of("score", NUMBER, ""),
            Field.of("insuredAmount", MONEY, ""),
            Field.of("turnover", MONEY, ""),
            Field.of("netAssets", MONEY, ""),
            Field.of("papersSeen", NUMBER, ""),
            Field.of("reason", TEXT, ""),
            Field.of("party", PARTY, ""),
            Field.of("owner", USER, ""),
            Field.of("department", DEPARTMENT, ""));

    private static final List<Field> COLUMNS = List.of(Field.of("age", TEXT, ""), Field.of("ageAmount", MONEY, ""));

    private final Headers headers;
    private final ApplicationTables tables;
    private final CustomerFigures figures;
    private final Texts texts;
    private final ObjectProvider<CreditApplications> applications; // which asks approval, which asks here

    ApplicationApproval(
            Headers headers,
            ApplicationTables tables,
            CustomerFigures figures,
            Texts texts,
            ObjectProvider<CreditApplications> applications) {
        this.headers = headers;
        this.tables = tables;
        this.figures = figures;
        this.texts = texts;
        this.applications = applications;
    }

    @Override
    public String kind() {
        return CreditApplications.KIND;
    }

    @Override
    public List<Field> facts() {
        return FACTS;
    }

    @Override
    public Optional<Snapshot> read(Tx tx, Actor actor, UUID id, boolean toDecide) {
        if (toDecide) {
            headers.lock(tx, actor.companyWide(), CreditApplications.KIND, id, null);
        }
        return tables.find(tx, id).map(stored -> {
            Account account =
                    CreditControl.account(tx, stored.application().proposal().customer());
            CreditFigures now = figures.of(tx, account, actor.today());
            return snapshot(stored, now, bound(stored.application().proposal(), account.terms()), sheet(actor, now));
        });
    }

    /** With the figures as they were when each was submitted. */
    @Override
    public List<Snapshot> past(Tx tx, Actor actor, LocalDate from, LocalDate until) {
        return tables
                .list(
                        tx,
                        Sql.of(
                                "h.date between ? and ? and p.asked_with is not null order by h.date, h.number",
                                from,
                                until))
                .stream()
                .map(stored -> snapshot(
                        stored, Objects.requireNonNull(stored.application().askedWith()), Map.of(), null))
                .toList();
    }

    private static Snapshot snapshot(
            Stored stored, CreditFigures now, Map<String, String> bound, Snapshot.@Nullable Sheet sheet) {
        return Snapshot.of(stored.header(), stored.application().allowed(now), facts(stored, now), bound, sheet);
    }

    private static Map<String, @Nullable Object> facts(Stored stored, CreditFigures now) {
        CreditApplication application = stored.application();
        CreditProposal proposal = application.proposal();
        CreditProposal.Financials own = proposal.financials();
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("purpose", proposal.purpose().name());
        facts.put("limit", application.allowed(now));
        facts.put("limitNow", now.allowed());
        facts.put("raise", application.raise(now));
        facts.put("raisePercent", application.raisePercent(now));
        facts.put("termDays", number(application.termDays()));
        facts.put("termDaysNow", number(now.termDays()));
        facts.put("exposure", now.exposure());
        facts.put("overdueAmount", now.overdue());
        facts.put("overdueDays", number(now.overdueDays()));
        facts.put("lateInRow", number(now.lateInRow()));
        facts.put("usualDelay", number(now.usualDelay()));
        facts.put("status", (proposal.status() == null ? now.status() : proposal.status()).name());
        facts.put("gradeNow", now.grade());
        facts.put("grade", proposal.grade());
        facts.put("score", proposal.score());
        facts.put("insuredAmount", proposal.insuredAmount());
        facts.put("turnover", own == null ? null : own.turnover());
        facts.put("netAssets", own == null ? null : own.netAssets());
        facts.put("papersSeen", number(Objects.requireNonNull(proposal.papers()).size()));
        facts.put("reason", proposal.reason());
        facts.put("party", proposal.customer());
        facts.put("owner", stored.header().owner());
        facts.put("department", stored.header().department());
        return facts;
    }

    /** An approval is for what is asked, over the terms as they stand: other terms in the account make another raise of it. */
    private static Map<String, String> bound(CreditProposal proposal, Terms now) {
        Map<String, String> bound = new TreeMap<>();
        bound.put("customer", proposal.customer().toString());
        bound.put("asked", proposal.purpose() + " " + plain(proposal.limit()));
        bound.put(
                "temporary",
                plain(proposal.temporaryLimit()) + " " + proposal.temporaryFrom() + " " + proposal.temporaryTo());
        bound.put(
                "term", proposal.paymentTerm() + " " + proposal.overdueDays() + " " + plain(proposal.overdueAmount()));
        bound.put("status", String.valueOf(proposal.status()));
        bound.put("until", proposal.validTo() + " " + proposal.reviewOn());
        bound.put("assessment", proposal.grade() + " " + plain(proposal.score()));
        bound.put("insured", plain(proposal.insuredAmount()));
        bound.put(
                "now",
                plain(now.limit()) + " " + plain(now.temporaryLimit()) + " " + now.temporaryFrom() + " "
                        + now.temporaryTo() + " " + now.status() + " " + now.termDays());
        return bound;
    }

    private Snapshot.Sheet sheet(Actor actor, CreditFigures now) {
        return new Snapshot.Sheet(
                COLUMNS,
                now.ages().stream()
                        .map(age -> Arrays.<@Nullable Object>asList(
                                texts.text(actor.locale(), "credit.age." + age.bracket()), age.amount()))
                        .toList());
    }

    private static @Nullable BigDecimal number(@Nullable Integer value) {
        return value == null ? null : BigDecimal.valueOf(value);
    }

    private static String plain(@Nullable BigDecimal amount) {
        return amount == null ? "-" : amount.stripTrailingZeros().toPlainString();
    }

    @Override
    public String approved(Tx tx, Actor asker, Actor approver, UUID id) {
        applications.getObject().approvedByFlow(tx, approver, id);
        return "granted";
    }

    @Override
    public void sentBack(Tx tx, Actor by, UUID id, String reason) {
        applications.getObject().sentBack(tx, by, id, reason);
    }

    @Override
    public void rejected(Tx tx, Actor by, UUID id, String reason) {
        applications.getObject().rejectedByFlow(tx, by, id, reason);
    }
}
