package io.onaccount.credit;

import io.onaccount.credit.spi.OverdueSource;
import io.onaccount.credit.spi.OverdueSource.Overdue;
import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.party.Related;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What related customers owe (CRD-26): a new shell company doesn't reset an overdue record. */
@Component
public final class RelatedCustomers {
    private final Related related;
    private final Parties parties;
    private final ObjectProvider<OverdueSource> overdueSource;

    RelatedCustomers(Related related, Parties parties, ObjectProvider<OverdueSource> overdueSource) {
        this.related = related;
        this.parties = parties;
        this.overdueSource = overdueSource;
    }

    /**
     * A related customer. One outside the asker's data scope is told by name and reason only.
     *
     * @param id null outside the scope, as all figures then are
     * @param exposure what it uses of its own account
     * @param overdue what it has overdue
     * @param group the group limit it draws on
     */
    public record Relative(
            @Nullable UUID id,
            @Nullable String code,
            String name,
            List<Related.Reason> reasons,
            @Nullable BigDecimal exposure,
            @Nullable BigDecimal overdue,
            @Nullable Integer overdueDays,
            @Nullable String group) {}

    /** The related customer with the item overdue for longest. */
    record Worst(String name, BigDecimal amount, int days) {}

    /** Those related to a customer, the longest overdue first. */
    public List<Relative> of(Tx tx, Actor actor, UUID party) {
        parties.require(tx, actor, party);
        Map<UUID, Set<Related.Reason>> reasons = related.of(tx, party);
        Map<UUID, Party> named = parties.named(tx, reasons.keySet());
        Set<UUID> visible = new HashSet<>(tx.list(
                Sql.of(
                                "select h.id from document.header h where h.company_id = ? and h.id = any(?) and",
                                tx.company(),
                                SqlArray.of("uuid", reasons.keySet()))
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h")))),
                row -> row.uuid("id")));
        Map<UUID, Account> accounts = CreditControl.accounts(tx, visible);
        Map<UUID, Overdue> overdue = overdue(tx, visible, actor.today());
        Map<UUID, String> groups = new HashMap<>();
        tx.list(
                """
                select m.account_id, h.title from credit.pool_member m join document.header h on h.company_id = m.company_id and h.id = m.pool_id
                where m.company_id = ? and m.basis = 'GROUP' and m.account_id = any(?) order by h.number""",
                row -> groups.merge(row.uuid("account_id"), row.text("title"), (a, b) -> a + ", " + b),
                tx.company(),
                SqlArray.of("uuid", visible));
        List<Relative> relatives = new ArrayList<>();
        reasons.forEach((id, why) -> {
            Party other = named.get(id);
            if (other != null) {
                boolean seen = visible.contains(id);
                Account account = accounts.get(id);
                Overdue late = overdue.getOrDefault(id, Overdue.NONE);
                relatives.add(new Relative(
                        seen ? id : null,
                        seen ? other.code() : null,
                        other.name(),
                        List.copyOf(why),
                        seen ? (account == null ? BigDecimal.ZERO : account.exposure()) : null,
                        seen ? late.amount() : null,
                        seen ? (Integer) late.days() : null,
                        groups.get(id)));
            }
        });
        relatives.sort(Comparator.comparingInt((Relative r) -> r.overdueDays() == null ? -1 : r.overdueDays())
                .reversed()
                .thenComparing(Relative::name));
        return relatives;
    }

    /** For each of these customers the one related by more than a similar name that is overdue for longest; missing: none is. */
    Map<UUID, Worst> worst(Tx tx, Collection<UUID> customers, LocalDate on) {
        Map<UUID, Set<UUID>> close = related.closeTo(tx, customers);
        Set<UUID> others = new LinkedHashSet<>();
        close.values().forEach(others::addAll);
        Map<UUID, Overdue> overdue = overdue(tx, others, on);
        Map<UUID, UUID> chosen = new HashMap<>();
        close.forEach((party, ids) -> ids.stream()
                .filter(id -> overdue.getOrDefault(id, Overdue.NONE).days() > 0)
                .max(Comparator.comparingInt(
                        id -> overdue.getOrDefault(id, Overdue.NONE).days()))
                .ifPresent(id -> chosen.put(party, id)));
        Map<UUID, Party> named = parties.named(tx, new HashSet<>(chosen.values()));
        Map<UUID, Worst> worst = new HashMap<>();
        chosen.forEach((party, id) -> {
            Overdue late = overdue.getOrDefault(id, Overdue.NONE);
            Party other = named.get(id);
            worst.put(party, new Worst(other == null ? "" : other.name(), late.amount(), late.days()));
        });
        return worst;
    }

    private Map<UUID, Overdue> overdue(Tx tx, Collection<UUID> ids, LocalDate on) {
        Map<UUID, Overdue> overdue = new HashMap<>();
        if (!ids.isEmpty()) {
            overdueSource.orderedStream().forEach(source -> overdue.putAll(source.overdue(tx, ids, on)));
        }
        return overdue;
    }
}
