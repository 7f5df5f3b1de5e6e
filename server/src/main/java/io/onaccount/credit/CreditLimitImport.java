package io.onaccount.credit;

import static io.onaccount.document.ImportColumn.Type.BOOLEAN;
import static io.onaccount.document.ImportColumn.Type.CHOICE;
import static io.onaccount.document.ImportColumn.Type.NUMBER;
import static io.onaccount.document.ImportColumn.Type.TEXT;

import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportRow;
import io.onaccount.document.ImportTarget;
import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Credit limits from files: limit and status anew, the other terms stay as they are. */
@Component
final class CreditLimitImport implements ImportTarget {
    private final CreditAccounts accounts;
    private final Parties parties;

    CreditLimitImport(CreditAccounts accounts, Parties parties) {
        this.accounts = accounts;
        this.parties = parties;
    }

    @Override
    public String name() {
        return "credit-accounts";
    }

    @Override
    public String kind() {
        return CreditAccounts.KIND;
    }

    @Override
    public List<ImportColumn> columns() {
        return List.of(
                ImportColumn.of("customer", TEXT, "C-00001").mandatory().alias("客户编码", "客户编号"),
                ImportColumn.of("limit", NUMBER, "100000.00"),
                ImportColumn.of("unlimited", BOOLEAN, ""),
                ImportColumn.of("status", CHOICE, "NORMAL")
                        .choices(Arrays.stream(AccountStatus.values())
                                .map(Enum::name)
                                .toList()),
                ImportColumn.of("reason", TEXT, "2026").mandatory());
    }

    @Override
    public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
        Set<String> codes = new LinkedHashSet<>();
        rows.forEach(row -> codes.add(row.requiredText("customer").strip()));
        Map<String, Party> customers = parties.byCode(tx, actor, codes);
        Map<UUID, Account> known = CreditControl.accounts(
                tx, customers.values().stream().map(Party::id).toList());
        Terms fresh = CreditSettings.defaultTerms(tx);
        BigDecimal most = CreditAccounts.ownMost(tx, actor);
        List<ImportOutcome> outcomes = new ArrayList<>();
        List<CreditAccounts.Grant> grants = new ArrayList<>();
        Set<UUID> named = new HashSet<>();
        for (ImportRow row : rows) {
            Party party = customers.get(row.requiredText("customer").strip());
            if (party == null) {
                outcomes.add(ImportOutcome.refused("customer", "credit-no-customer"));
                continue;
            }
            Account account = known.get(party.id());
            Optional<CreditAccounts.Grant> grant = grant(row, party, account == null ? fresh : account.terms());
            if (grant.isEmpty()) {
                outcomes.add(ImportOutcome.refused("limit", "required"));
                continue;
            }
            Problem.Collector problems = new Problem.Collector();
            problems.check(!named.contains(party.id()), "customer", "credit-named-twice");
            CreditAccounts.check(problems, actor, grant.get());
            problems.check(
                    most == null
                            || !CreditAccounts.isBeyond(
                                    most,
                                    account == null ? fresh : account.terms(),
                                    grant.get().terms(),
                                    actor.today()),
                    "limit",
                    "credit-grant-authority",
                    most == null ? "" : most);
            if (!problems.isEmpty()) {
                outcomes.add(new ImportOutcome.Refused(problems.errors()));
                continue;
            }
            named.add(party.id());
            grants.add(grant.get());
            outcomes.add(new ImportOutcome.Imported(party.id(), party.code()));
        }
        if (!grants.isEmpty()) {
            accounts.grant(tx, actor, grants);
        }
        return outcomes;
    }

    private static Optional<CreditAccounts.Grant> grant(ImportRow row, Party party, Terms old) {
        boolean unlimited = Boolean.TRUE.equals(row.truth("unlimited"));
        BigDecimal limit = row.number("limit");
        if (!unlimited && limit == null) {
            return Optional.empty();
        }
        Terms terms = old.withLimit(unlimited ? null : limit);
        String status = row.text("status");
        return Optional.of(new CreditAccounts.Grant(
                party.id(),
                status == null ? terms : terms.withStatus(AccountStatus.valueOf(status)),
                row.requiredText("reason"),
                null));
    }
}
