package io.onaccount.credit;

import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What was agreed with customers about credit: who may owe how much, until when, set by whom and why (CRD-01, CRD-02). */
@Component
public final class CreditAccounts {
    static final String KIND = "credit-account";

    private final Parties parties;
    private final AuditTrail trail;
    private final JsonMapper json;

    CreditAccounts(Parties parties, AuditTrail trail, JsonMapper json) {
        this.parties = parties;
        this.trail = trail;
        this.json = json;
    }

    /**
     * New terms for one customer.
     *
     * @param version of the terms the caller has seen; null to take them as they are
     * @param application what they were granted on; null: set without one
     */
    public record Grant(
            UUID party,
            Terms terms,
            String reason,
            @Nullable Integer version,
            @Nullable UUID application) {
        public Grant(UUID party, Terms terms, String reason, @Nullable Integer version) {
            this(party, terms, reason, version, null);
        }
    }

    /** One version of an account's terms. */
    public record TermsVersion(
            int version,
            Terms terms,
            String reason,
            Instant at,
            @Nullable UUID byId,
            @Nullable String by,
            @Nullable UUID application,
            @Nullable String applicationNumber) {}

    /**
     * An account as people look at it.
     *
     * @param pools the shared limits it draws on
     * @param version of the terms; 0 while nobody has opened the account
     */
    public record View(Party party, Terms terms, FreeCredit figures, List<Pool> pools, int version) {}

    /** The account of a customer within the actor's scope; one that nobody has opened shows the company's default. */
    public View view(Tx tx, Actor actor, UUID party) {
        Party known = parties.require(tx, actor, party);
        Account account = CreditControl.account(tx, party);
        return new View(
                known,
                account.terms(),
                CreditControl.figures(account, actor.today()),
                Pools.of(tx, account),
                account.version());
    }

    /** Every version of the terms, the newest first. */
    public List<TermsVersion> history(Tx tx, Actor actor, UUID party) {
        parties.require(tx, actor, party);
        return tx.list("""
                select t.version, t.terms, t.reason, t.recorded_at, t.recorded_by, u.name, t.application_id, h.number
                from credit.account_terms t left join organization.app_user u on u.id = t.recorded_by
                left join document.header h on h.company_id = t.company_id and h.id = t.application_id
                where t.company_id = ? and t.account_id = ? order by t.version desc""", this::version, tx.company(), party);
    }

    private TermsVersion version(Row row) {
        return new TermsVersion(
                row.integer("version"),
                json.readValue(row.text("terms"), Terms.class),
                row.text("reason"),
                row.instant("recorded_at"),
                row.uuidOrNull("recorded_by"),
                row.textOrNull("name"),
                row.uuidOrNull("application_id"),
                row.textOrNull("number"));
    }

    public void grant(Tx tx, Actor actor, Grant grant) {
        grant(tx, actor, List.of(grant));
    }

    /**
     * Sets terms by one's own decision: within one's own authority, where one was set (ACC-05).
     *
     * @throws Problem 403 when the customer could owe more than before and more than one's authority
     */
    public void grantWithin(Tx tx, Actor actor, Grant grant) {
        BigDecimal most = ownMost(tx, actor);
        if (most != null
                && isBeyond(most, CreditControl.account(tx, grant.party()).terms(), grant.terms(), actor.today())) {
            throw Problem.of(403, "credit-grant-authority", most);
        }
        grant(tx, actor, grant);
    }

    /** The most a customer may owe by this person's own decision; null: nothing was set. */
    static @Nullable BigDecimal ownMost(Tx tx, Actor actor) {
        CreditSettings.Authority authority =
                CreditSettings.authoritiesByUser(tx).get(actor.user());
        return authority == null ? null : authority.amount();
    }

    /** Whether the customer could owe more than before and more than that. */
    static boolean isBeyond(BigDecimal most, Terms old, Terms changed, LocalDate on) {
        BigDecimal before = old.mostAllowed(on);
        BigDecimal after = changed.mostAllowed(on);
        boolean more = before != null && (after == null || after.compareTo(before) > 0);
        return more && (after == null || after.compareTo(most) > 0);
    }

    /**
     * Sets the terms of accounts. A limit below what is used refuses nothing backwards: what was granted stays, new credit waits (CRD-16).
     *
     * @throws Problem 400 with every wrong field, 404 for a customer out of scope, 412 when the terms were changed meanwhile
     */
    public void grant(Tx tx, Actor actor, Collection<Grant> grants) {
        Map<UUID, Grant> byParty = new LinkedHashMap<>();
        Problem.Collector problems = new Problem.Collector();
        for (Grant grant : grants) {
            check(problems, actor, grant);
            byParty.put(grant.party(), grant);
        }
        problems.throwIfAny();
        Map<UUID, Party> known = parties.require(tx, actor, byParty.keySet());
        Movements movements = Movements.of(tx, actor);
        movements.lock(byParty.keySet());
        byParty.forEach((party, grant) -> {
            Account account = movements.seen(party);
            Integer version = grant.version();
            if (version != null && version != account.version()) {
                // Version 0 is what the page saw before this very call opened the account.
                if (version != 0 || account.version() != 1) {
                    throw stale(tx, party);
                }
            }
            write(tx, actor, account, grant, known.get(party));
            movements.granted(party, grant.terms(), account.version() + 1);
            if (account.terms().status() == AccountStatus.STOPPED) {
                ParentCustomers.reopened(tx, party);
            }
        });
    }

    private static Problem stale(Tx tx, UUID party) {
        return tx.first("""
                        select t.recorded_at, coalesce(u.name, '') as name from credit.account_terms t left join organization.app_user u on u.id = t.recorded_by
                        where t.company_id = ? and t.account_id = ? order by t.version desc limit 1""", row -> Problem.stale(row.text("name"), row.instant("recorded_at")), tx.company(), party)
                .orElseThrow();
    }

    private void write(Tx tx, Actor actor, Account account, Grant grant, @Nullable Party party) {
        Terms terms = grant.terms();
        int version = account.version() + 1;
        tx.add(
                Rank.CREDIT,
                """
                update credit.account a set credit_limit = ?, temporary_limit = ?, temporary_from = ?, temporary_to = ?, status = ?,
                    valid_from = ?, valid_to = ?, term_days = ?, overdue_days = ?, overdue_amount = ?, grade = ?, review_on = ?,
                    insured_amount = ?, insurance_policy = ?, guarantee = ?, agreement = ?, guarantee_to = ?, version = ?, gate_version = -1
                where a.company_id = ? and a.id = ?""",
                terms.limit(),
                terms.temporaryLimit(),
                terms.temporaryFrom(),
                terms.temporaryTo(),
                terms.status(),
                terms.validFrom(),
                terms.validTo(),
                terms.termDays(),
                terms.overdueDays(),
                terms.overdueAmount(),
                terms.grade(),
                terms.reviewOn(),
                terms.insuredAmount(),
                terms.insurancePolicy(),
                terms.guarantee(),
                terms.agreement(),
                terms.guaranteeTo(),
                version,
                tx.company(),
                grant.party());
        tx.add(
                Rank.CREDIT,
                """
                insert into credit.account_terms (company_id, account_id, version, credit_limit, temporary_limit, temporary_from, temporary_to,
                    status, valid_from, valid_to, terms, reason, recorded_by, application_id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                grant.party(),
                version,
                terms.limit(),
                terms.temporaryLimit(),
                terms.temporaryFrom(),
                terms.temporaryTo(),
                terms.status(),
                terms.validFrom(),
                terms.validTo(),
                new Json(json.writeValueAsString(terms)),
                grant.reason(),
                actor.user(),
                grant.application());
        Map<String, Object> changes = changes(account.terms(), terms);
        changes.put("reason", grant.reason());
        if (grant.application() != null) {
            changes.put("application", grant.application());
        }
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact("grant", KIND, grant.party(), party == null ? null : party.code(), changes));
    }

    private static Map<String, Object> changes(Terms old, Terms changed) {
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(changes, "limit", plain(old.limit()), plain(changed.limit()));
        Headers.difference(changes, "temporaryLimit", plain(old.temporaryLimit()), plain(changed.temporaryLimit()));
        Headers.difference(changes, "temporaryFrom", old.temporaryFrom(), changed.temporaryFrom());
        Headers.difference(changes, "temporaryTo", old.temporaryTo(), changed.temporaryTo());
        Headers.difference(changes, "status", old.status(), changed.status());
        Headers.difference(changes, "validFrom", old.validFrom(), changed.validFrom());
        Headers.difference(changes, "validTo", old.validTo(), changed.validTo());
        Headers.difference(changes, "termDays", old.termDays(), changed.termDays());
        Headers.difference(changes, "overdueDays", old.overdueDays(), changed.overdueDays());
        Headers.difference(changes, "overdueAmount", plain(old.overdueAmount()), plain(changed.overdueAmount()));
        Headers.difference(changes, "grade", old.grade(), changed.grade());
        Headers.difference(changes, "reviewOn", old.reviewOn(), changed.reviewOn());
        Headers.difference(changes, "insuredAmount", plain(old.insuredAmount()), plain(changed.insuredAmount()));
        Headers.difference(changes, "insurancePolicy", old.insurancePolicy(), changed.insurancePolicy());
        Headers.difference(changes, "guarantee", old.guarantee(), changed.guarantee());
        Headers.difference(changes, "agreement", old.agreement(), changed.agreement());
        Headers.difference(changes, "guaranteeTo", old.guaranteeTo(), changed.guaranteeTo());
        return changes;
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros().toPlainString();
    }

    /** Everything that is wrong with a grant, apart from the customer. */
    static void check(Problem.Collector problems, Actor actor, Grant grant) {
        Terms terms = grant.terms();
        Input.required(problems, "reason", grant.reason(), 1000);
        amount(problems, actor, "limit", terms.limit());
        amount(problems, actor, "temporaryLimit", terms.temporaryLimit());
        amount(problems, actor, "overdueAmount", terms.overdueAmount());
        amount(problems, actor, "insuredAmount", terms.insuredAmount());
        if (terms.temporaryLimit().signum() > 0) {
            problems.check(terms.temporaryFrom() != null, "temporaryFrom", "required");
            problems.check(terms.temporaryTo() != null, "temporaryTo", "required");
        }
        inOrder(problems, "temporaryTo", terms.temporaryFrom(), terms.temporaryTo());
        inOrder(problems, "validTo", terms.validFrom(), terms.validTo());
        days(problems, "termDays", terms.termDays());
        days(problems, "overdueDays", terms.overdueDays());
        text(problems, "grade", terms.grade(), 20);
        text(problems, "insurancePolicy", terms.insurancePolicy(), 200);
        text(problems, "guarantee", terms.guarantee(), 2000);
        text(problems, "agreement", terms.agreement(), 2000);
    }

    private static void amount(Problem.Collector problems, Actor actor, String field, @Nullable BigDecimal amount) {
        if (amount != null && problems.check(amount.signum() >= 0, field, "negative")) {
            Input.amount(problems, field, amount, actor.currency());
        }
    }

    private static void days(Problem.Collector problems, String field, @Nullable Integer days) {
        problems.check(days == null || days >= 0, field, "negative");
        problems.check(days == null || days <= 3650, field, "too-large");
    }

    private static void inOrder(
            Problem.Collector problems, String field, @Nullable LocalDate from, @Nullable LocalDate to) {
        problems.check(from == null || to == null || !to.isBefore(from), field, "credit-before-start");
    }

    private static void text(Problem.Collector problems, String field, @Nullable String text, int longest) {
        Input.text(problems, field, text, longest);
    }

    /** What is free to these customers today, for lists composed elsewhere; those without an account are missing. */
    public Map<UUID, FreeCredit> figures(Tx tx, Actor actor, Collection<UUID> parties) {
        Map<UUID, FreeCredit> figures = new HashMap<>();
        CreditControl.accounts(tx, parties)
                .forEach((id, account) -> figures.put(id, CreditControl.figures(account, actor.today())));
        return figures;
    }
}
