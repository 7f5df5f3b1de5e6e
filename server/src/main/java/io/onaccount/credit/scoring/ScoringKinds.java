package io.onaccount.credit.scoring;

import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.STATUS;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.ListDefinition;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The kinds of scoring: scores, runs, proposals, facts, trials, and the versions of scorecard and strategy. */
@Configuration(proxyBeanMethods = false)
class ScoringKinds {

    @Bean("kind.credit-score")
    Kind scores() {
        ListDefinition list = new ListDefinition(
                """
                credit.rating r
                join credit.score s on s.company_id = r.company_id and s.id = r.score_id
                join credit.score_run n on n.company_id = s.company_id and n.id = s.run_id
                join document.header h on h.company_id = r.company_id and h.id = r.party_id
                left join credit.account a on a.company_id = r.company_id and a.party_id = r.party_id""",
                "s",
                "h",
                "true",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("party", PARTY, "r.party_id").sortedBy("h.title"),
                        Field.of("grade", CHOICE, "s.grade")
                                .choices(Grade.class)
                                .sorted(),
                        Field.of("formerGrade", CHOICE, "s.former_grade").choices(Grade.class),
                        Field.of("score", NUMBER, "s.score").sorted(),
                        Field.of("strongestUp", CHOICE, "s.strongest_up").choices(Factor.class),
                        Field.of("strongestDown", CHOICE, "s.strongest_down").choices(Factor.class),
                        Field.of("known", NUMBER, "s.known").sorted().hidden(),
                        Field.of("limit", MONEY, "a.credit_limit").sorted(),
                        Field.of("suggestedLimit", MONEY, "s.suggested_limit")
                                .sorted()
                                .summed(),
                        Field.of("suggestedTerm", NUMBER, "s.suggested_term"),
                        Field.of("asOf", DATE, "n.as_of"),
                        Field.of("owner", USER, "h.owner_id").hidden()),
                List.of("^h.number", "h.title"),
                "score");
        return Kind.rows("credit-score", "credit-scores", list, "run");
    }

    @Bean("kind.score-run")
    Kind runs() {
        ListDefinition list = new ListDefinition(
                """
                credit.score_run n
                join credit.rulebook b on b.company_id = n.company_id and b.id = n.scorecard_id""",
                "n",
                "",
                "true",
                List.of(
                        Field.of("ranAt", INSTANT, "n.ran_at").sorted(),
                        Field.of("asOf", DATE, "n.as_of"),
                        Field.of("version", NUMBER, "b.version"),
                        Field.of("customers", NUMBER, "n.customers"),
                        Field.of("graded", NUMBER, "n.graded"),
                        Field.of("changed", NUMBER, "n.changed"),
                        Field.of("millis", NUMBER, "n.millis").hidden(),
                        Field.of("user", USER, "n.ran_by")),
                List.of(),
                "-ranAt");
        return Kind.rows("score-run", "score-runs", list);
    }

    @Bean("kind.credit-proposal")
    Kind proposals() {
        ListDefinition list = new ListDefinition(
                """
                credit.proposal p
                join credit.score s on s.company_id = p.company_id and s.id = p.score_id
                join document.header h on h.company_id = p.company_id and h.id = p.party_id""",
                "p",
                "h",
                "true",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("party", PARTY, "p.party_id").sortedBy("h.title"),
                        Field.of("direction", CHOICE, "p.direction")
                                .choices(Proposals.Direction.class)
                                .sorted()
                                .hidden(),
                        Field.of("oldGrade", TEXT, "p.old_grade"),
                        Field.of("grade", CHOICE, "p.grade")
                                .choices(Grade.class)
                                .sorted(),
                        Field.of("score", NUMBER, "s.score").sorted(),
                        Field.of("oldLimit", MONEY, "p.old_limit").sorted(),
                        Field.of("newLimit", MONEY, "p.new_limit").sorted(),
                        Field.of("change", MONEY, "p.new_limit - p.old_limit")
                                .sorted()
                                .summed(),
                        Field.of("oldTerm", NUMBER, "p.old_term").hidden(),
                        Field.of("newTerm", NUMBER, "p.new_term"),
                        Field.of("oldOverdueDays", NUMBER, "p.old_overdue_days").hidden(),
                        Field.of("newOverdueDays", NUMBER, "p.overdue_days").hidden(),
                        Field.of("strongestUp", CHOICE, "s.strongest_up").choices(Factor.class),
                        Field.of("strongestDown", CHOICE, "s.strongest_down").choices(Factor.class),
                        Field.of("state", STATUS, "p.state").choices(Proposals.State.class),
                        Field.of("madeAt", INSTANT, "p.made_at").sorted().hidden(),
                        Field.of("decidedAt", INSTANT, "p.decided_at").hidden(),
                        Field.of("decidedBy", USER, "p.decided_by").hidden(),
                        Field.of("reason", TEXT, "p.reason").hidden(),
                        Field.of("owner", USER, "h.owner_id").hidden()),
                List.of("^h.number", "h.title"),
                "-madeAt");
        return Kind.rows(Proposals.KIND, "credit-proposals", list);
    }

    @Bean("kind.credit-fact")
    Kind facts() {
        ListDefinition list = new ListDefinition(
                """
                credit.fact f
                join document.header h on h.company_id = f.company_id and h.id = f.party_id""",
                "f",
                "h",
                "true",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("party", PARTY, "f.party_id").sortedBy("h.title"),
                        Field.of("factor", CHOICE, "f.factor")
                                .choices(java.util.Arrays.stream(Factor.values())
                                        .filter(factor -> factor.kind() == Factor.Kind.FACT)
                                        .map(Enum::name)
                                        .toList()),
                        Field.of("value", NUMBER, "f.value").sorted(),
                        Field.of("validOn", DATE, "f.valid_on").sorted(),
                        Field.of("provider", TEXT, "f.provider"),
                        Field.of("note", TEXT, "f.note"),
                        Field.of("recordedAt", INSTANT, "f.recorded_at").sorted(),
                        Field.of("user", USER, "f.recorded_by").hidden()),
                List.of("^h.number", "h.title"),
                "-recordedAt");
        return Kind.rows(Facts.KIND, "credit-facts", list, "edit", "import");
    }

    @Bean("kind.credit-trial")
    Kind trials() {
        ListDefinition list = new ListDefinition(
                """
                credit.trial t
                join credit.rulebook b on b.company_id = t.company_id and b.id = t.rulebook_id""",
                "t",
                "",
                "true",
                List.of(
                        Field.of("ranAt", INSTANT, "t.ran_at").sorted(),
                        Field.of("kind", CHOICE, "t.kind").choices(Trials.Type.class),
                        Field.of("version", NUMBER, "b.version"),
                        Field.of("millis", NUMBER, "t.millis").hidden(),
                        Field.of("user", USER, "t.ran_by")),
                List.of(),
                "-ranAt");
        return Kind.rows(Trials.KIND, "credit-trials", list, "run");
    }

    @Bean("kind.scorecard")
    Kind scorecards() {
        return rulebook("scorecard", "scorecards", Rulebooks.Kind.SCORECARD);
    }

    @Bean("kind.credit-strategy")
    Kind strategies() {
        return rulebook("credit-strategy", "credit-strategies", Rulebooks.Kind.STRATEGY);
    }

    private static Kind rulebook(String name, String plural, Rulebooks.Kind kind) {
        ListDefinition list = new ListDefinition(
                "credit.rulebook b",
                "b",
                "",
                "b.kind = '" + kind + "'",
                List.of(
                        Field.of("version", NUMBER, "b.version").sorted(),
                        Field.of("state", STATUS, "b.state").choices(Rulebooks.State.class),
                        Field.of("note", TEXT, "b.note"),
                        Field.of("changedAt", INSTANT, "b.changed_at"),
                        Field.of("changedBy", USER, "b.changed_by"),
                        Field.of("publishedAt", INSTANT, "b.published_at"),
                        Field.of("publishedBy", USER, "b.published_by")),
                List.of(),
                "-version");
        return Kind.rows(name, plural, list, "edit", "publish");
    }
}
