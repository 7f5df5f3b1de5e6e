package io.onaccount.document.importing;

import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportRow;
import io.onaccount.document.ImportTarget;
import io.onaccount.document.importing.ImportRows.Entry;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.DatabaseException;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries rows out, or tries to: a transaction for each chunk, and when that fails as a whole, one for each half, down to the document at
 * fault.
 *
 * @param notes writes what became of the rows, in the transaction that made them; null for a run that is undone
 */
record ImportRun(
        Database database,
        Actor actor,
        ImportTarget target,
        @Nullable Notes notes) {

    interface Notes {
        void note(Tx tx, List<Entry> entries, List<ImportOutcome> outcomes);
    }

    static ImportRun forGood(Database database, Actor actor, ImportTarget target, Notes notes) {
        return new ImportRun(database, actor, target, notes);
    }

    static ImportRun toBeUndone(Database database, Actor actor, ImportTarget target) {
        return new ImportRun(database, actor, target, null);
    }

    private static final class Undone extends RuntimeException {
        private final transient List<ImportOutcome> outcomes;

        Undone(List<ImportOutcome> outcomes) {
            super("a check run changes nothing", null, false, false);
            this.outcomes = outcomes;
        }
    }

    /** What became of each entry, in order. */
    List<ImportOutcome> carryOut(List<Entry> chunk) {
        if (chunk.isEmpty()) {
            return List.of();
        }
        try {
            return database.write(actor.company(), tx -> {
                List<ImportOutcome> outcomes = attempt(tx, chunk);
                if (notes == null) {
                    tx.flush();
                    throw new Undone(outcomes);
                }
                notes.note(tx, chunk, outcomes);
                return outcomes;
            });
        } catch (Undone e) {
            return e.outcomes;
        } catch (Problem | DatabaseException e) {
            int half = half(chunk);
            return half == 0 ? refused(chunk, refusal(e)) : inHalves(chunk, half);
        }
    }

    private List<ImportOutcome> inHalves(List<Entry> chunk, int half) {
        List<ImportOutcome> outcomes = new ArrayList<>(chunk.size());
        outcomes.addAll(carryOut(chunk.subList(0, half)));
        outcomes.addAll(carryOut(chunk.subList(half, chunk.size())));
        return outcomes;
    }

    private List<ImportOutcome> refused(List<Entry> group, ImportOutcome refusal) {
        List<ImportOutcome> outcomes = group.stream().map(entry -> refusal).toList();
        if (notes != null) {
            database.write(actor.company(), tx -> {
                notes.note(tx, group, outcomes);
                return outcomes;
            });
        }
        return outcomes;
    }

    /** Where to cut a chunk without cutting a group; 0 when it is one group. */
    private static int half(List<Entry> chunk) {
        int middle = chunk.size() / 2;
        for (int distance = 0; distance < chunk.size(); distance++) {
            for (int at : new int[] {middle - distance, middle + distance}) {
                if (at > 0
                        && at < chunk.size()
                        && !chunk.get(at).group().equals(chunk.get(at - 1).group())) {
                    return at;
                }
            }
        }
        return 0;
    }

    private static ImportOutcome.Refused refusal(RuntimeException e) {
        if (e instanceof Problem problem) {
            return problem.errors().isEmpty()
                    ? new ImportOutcome.Refused(
                            List.of(new Problem.FieldError("", problem.code(), problem.arguments())))
                    : new ImportOutcome.Refused(problem.errors());
        }
        String state = ((DatabaseException) e).state();
        if (!state.startsWith("23") && !state.startsWith("22")) {
            throw e; // not the row's fault
        }
        return ImportOutcome.refused("", state.equals("23505") ? "duplicate" : "value-refused");
    }

    private List<ImportOutcome> attempt(Tx tx, List<Entry> chunk) {
        Map<String, ImportOutcome.Repeated> known = known(tx, chunk);
        Set<String> broken = chunk.stream()
                .filter(e -> !e.errors().isEmpty())
                .map(Entry::group)
                .collect(Collectors.toSet());
        Map<Integer, ImportOutcome> outcomes = new HashMap<>();
        List<ImportRow> fresh = new ArrayList<>();
        Map<String, String> groupOfKey = new HashMap<>();
        for (Entry entry : chunk) {
            ImportOutcome.Repeated before = known.get(entry.key());
            // The same key twice in a file: the second adds nothing either, unless it is of the same group.
            String first = groupOfKey.putIfAbsent(entry.key(), entry.group());
            if (before != null) {
                outcomes.put(entry.row().line(), before);
            } else if (!entry.errors().isEmpty()) {
                outcomes.put(entry.row().line(), new ImportOutcome.Refused(entry.errors()));
            } else if (broken.contains(entry.group())) {
                outcomes.put(entry.row().line(), ImportOutcome.refused("", "import-group"));
            } else if (first != null && !first.equals(entry.group())) {
                outcomes.put(entry.row().line(), new ImportOutcome.Repeated(null, null));
            } else {
                fresh.add(entry.row());
            }
        }
        if (!fresh.isEmpty()) {
            List<ImportOutcome> answers = target.importRows(tx, actor, fresh);
            if (answers.size() != fresh.size()) {
                throw new IllegalStateException(
                        target.name() + " answered " + answers.size() + " outcomes for " + fresh.size() + " rows");
            }
            for (int i = 0; i < fresh.size(); i++) {
                outcomes.put(fresh.get(i).line(), answers.get(i));
            }
        }
        return chunk.stream()
                .map(entry -> Objects.requireNonNull(outcomes.get(entry.row().line())))
                .toList();
    }

    private Map<String, ImportOutcome.Repeated> known(Tx tx, Collection<Entry> chunk) {
        Map<String, ImportOutcome.Repeated> known = new HashMap<>();
        tx.list(
                        "select key, record_id, number from document.import_key where company_id = ? and target = ? and key = any(?)",
                        row -> Map.entry(
                                row.text("key"),
                                new ImportOutcome.Repeated(row.uuidOrNull("record_id"), row.textOrNull("number"))),
                        tx.company(),
                        target.name(),
                        SqlArray.of("text", chunk.stream().map(Entry::key).collect(Collectors.toSet())))
                .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
        return known;
    }
}
