package io.onaccount.credit.scoring;

import static io.onaccount.document.ImportColumn.Type.BOOLEAN;
import static io.onaccount.document.ImportColumn.Type.DATE;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Facts about customers from files: a row per customer and day, a column per fact; an empty cell says nothing. */
@Component
final class FactImport implements ImportTarget {
    private static final Map<String, Factor> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("registeredCapital", Factor.REGISTERED_CAPITAL);
        COLUMNS.put("netWorth", Factor.NET_WORTH);
        COLUMNS.put("yearsInBusiness", Factor.YEARS_IN_BUSINESS);
        COLUMNS.put("currentRatio", Factor.CURRENT_RATIO);
        COLUMNS.put("debtRatio", Factor.DEBT_RATIO);
        COLUMNS.put("outsideScore", Factor.OUTSIDE_SCORE);
        COLUMNS.put("courtListed", Factor.COURT_LISTED);
        COLUMNS.put("taxListed", Factor.TAX_LISTED);
    }

    private final Facts facts;
    private final Parties parties;

    FactImport(Facts facts, Parties parties) {
        this.facts = facts;
        this.parties = parties;
    }

    @Override
    public String name() {
        return "credit-facts";
    }

    @Override
    public String kind() {
        return Facts.KIND;
    }

    @Override
    public List<ImportColumn> columns() {
        List<ImportColumn> columns = new ArrayList<>();
        columns.add(ImportColumn.of("customer", TEXT, "C-00001").mandatory().alias("客户编码", "客户编号"));
        columns.add(ImportColumn.of("validOn", DATE, "2025-12-31").mandatory());
        COLUMNS.forEach((name, factor) -> columns.add(ImportColumn.of(
                name,
                factor.unit() == Factor.Unit.FLAG ? BOOLEAN : NUMBER,
                factor == Factor.REGISTERED_CAPITAL ? "5000000" : "")));
        columns.add(ImportColumn.of("provider", TEXT, ""));
        columns.add(ImportColumn.of("note", TEXT, ""));
        return columns;
    }

    @Override
    public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
        Set<String> codes =
                rows.stream().map(row -> row.requiredText("customer").strip()).collect(Collectors.toSet());
        Map<String, Party> customers = parties.byCode(tx, actor, codes);
        List<ImportOutcome> outcomes = new ArrayList<>();
        List<Facts.Entry> good = new ArrayList<>();
        for (ImportRow row : rows) {
            Party party = customers.get(row.requiredText("customer").strip());
            if (party == null) {
                outcomes.add(ImportOutcome.refused("customer", "credit-no-customer"));
                continue;
            }
            List<Problem.FieldError> errors = new ArrayList<>();
            List<Facts.Entry> entries = entries(actor, row, party.id(), errors);
            if (!errors.isEmpty()) {
                outcomes.add(new ImportOutcome.Refused(errors));
            } else if (entries.isEmpty()) {
                outcomes.add(ImportOutcome.refused("", "credit-nothing-said"));
            } else {
                good.addAll(entries);
                outcomes.add(new ImportOutcome.Imported(party.id(), party.code()));
            }
        }
        if (!good.isEmpty()) {
            facts.enter(tx, actor, good);
        }
        return outcomes;
    }

    private static List<Facts.Entry> entries(Actor actor, ImportRow row, UUID party, List<Problem.FieldError> errors) {
        List<Facts.Entry> entries = new ArrayList<>();
        LocalDate on = java.util.Objects.requireNonNull(row.date("validOn"));
        COLUMNS.forEach((name, factor) -> {
            Boolean truth = factor.unit() == Factor.Unit.FLAG ? row.truth(name) : null;
            BigDecimal value = factor.unit() != Factor.Unit.FLAG
                    ? row.number(name)
                    : truth == null ? null : truth ? BigDecimal.ONE : BigDecimal.ZERO;
            if (value == null) {
                return;
            }
            Facts.Entry entry = new Facts.Entry(party, factor, value, on, row.text("provider"), row.text("note"));
            Problem.Collector problems = new Problem.Collector();
            Facts.check(problems, actor, entry);
            problems.errors().stream()
                    .map(e -> new Problem.FieldError(
                            e.field().equals("value") ? name : e.field(), e.code(), e.arguments()))
                    .filter(e -> !errors.contains(e))
                    .forEach(errors::add);
            entries.add(entry);
        });
        return entries;
    }
}
