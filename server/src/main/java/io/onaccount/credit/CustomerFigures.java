package io.onaccount.credit;

import io.onaccount.credit.CreditFigures.Age;
import io.onaccount.credit.CreditFigures.Bracket;
import io.onaccount.credit.spi.OverdueSource;
import io.onaccount.credit.spi.OverdueSource.Overdue;
import io.onaccount.credit.spi.OverdueSource.Past;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Reads the figures of customers from their accounts and from whoever knows what is overdue. */
@Component
final class CustomerFigures {
    private final ObjectProvider<OverdueSource> sources;

    CustomerFigures(ObjectProvider<OverdueSource> sources) {
        this.sources = sources;
    }

    /** Of several customers, without the ages of what is open. */
    Map<UUID, CreditFigures> of(Tx tx, Map<UUID, Account> accounts, LocalDate on) {
        Map<UUID, CreditFigures> figures = new LinkedHashMap<>();
        OverdueSource source = sources.getIfAvailable();
        Map<UUID, Overdue> overdue =
                source == null || accounts.isEmpty() ? Map.of() : source.overdue(tx, accounts.keySet(), on);
        Map<UUID, Past> past = source == null || accounts.isEmpty() ? Map.of() : source.past(tx, accounts.keySet(), on);
        accounts.forEach((id, account) -> figures.put(
                id, figures(account, on, overdue.getOrDefault(id, Overdue.NONE), past.getOrDefault(id, Past.NONE))));
        return figures;
    }

    /** Of one customer, with the ages of what is open. */
    CreditFigures of(Tx tx, Account account, LocalDate on) {
        CreditFigures plain =
                of(tx, Map.of(account.id(), account), on).values().iterator().next();
        Map<Bracket, BigDecimal> ages = new EnumMap<>(Bracket.class);
        sources.orderedStream()
                .flatMap(source -> source.dues(tx, account.id()).stream())
                .forEach(due ->
                        ages.merge(Bracket.of(ChronoUnit.DAYS.between(due.on(), on)), due.amount(), BigDecimal::add));
        return plain.aged(ages.entrySet().stream()
                .filter(e -> e.getValue().signum() != 0)
                .map(e -> new Age(e.getKey(), e.getValue()))
                .toList());
    }

    private static CreditFigures figures(Account account, LocalDate on, Overdue overdue, Past past) {
        Terms terms = account.terms();
        return new CreditFigures(
                on,
                terms.status(),
                terms.grade(),
                terms.limit(),
                terms.temporary(on),
                terms.termDays(),
                account.exposure(),
                account.free(on),
                overdue.amount(),
                overdue.days(),
                past.lateInRow(),
                past.usualDelay(),
                List.of());
    }
}
