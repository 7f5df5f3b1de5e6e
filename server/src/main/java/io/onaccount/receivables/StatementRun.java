package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Organization;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.jobs.JobHandler;
import io.onaccount.platform.jobs.JobRun;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes the statements of all customers whose billing day it is, some hundred a transaction; begun again, it goes on with those who have none yet. */
@Component
class StatementRun implements JobHandler {
    private static final int CHUNK = 300;
    /** So many transactions' worth is read while one is written. */
    private static final int AHEAD = 2;

    private final Statements statements;
    private final StatementMails mails;
    private final Organization organization;
    private final Database database;
    private final JsonMapper json;

    StatementRun(
            Statements statements,
            StatementMails mails,
            Organization organization,
            Database database,
            JsonMapper json) {
        this.statements = statements;
        this.mails = mails;
        this.organization = organization;
        this.database = database;
        this.json = json;
    }

    @Override
    public String kind() {
        return Statements.RUN;
    }

    @Override
    public Json run(JobRun run) {
        Actor actor = organization.actor(
                run.company(), Objects.requireNonNull(run.job().createdBy()));
        JsonNode params = json.readTree(run.params().text());
        LocalDate to = LocalDate.parse(params.get("to").stringValue());
        boolean everyone = params.get("everyone").booleanValue();
        int made = make(actor, to, everyone, run::progress);
        if (!params.path("mail").asBoolean(false)) {
            return new Json(json.writeValueAsString(Map.of("made", made)));
        }
        StatementMails.Outcome sent =
                mails.sendMade(actor, to, params.path("excel").asBoolean(false), run::progress);
        return new Json(json.writeValueAsString(Map.of(
                "made", made, "mails", sent.mails(), "without", sent.without().size())));
    }

    interface Progress {
        void told(long done, long of);
    }

    int make(Actor actor, LocalDate to, boolean everyone, Progress progress) {
        List<Statements.Due> due = database.report(actor.company(), tx -> statements.due(tx, actor, to, everyone));
        int made = 0;
        progress.told(0, due.size());
        // While some are written, the next are read: the database works at all of them at once.
        Queue<Future<List<Statements.Told>>> ahead = new ArrayDeque<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            int asked = 0;
            for (int from = 0; from < due.size(); from += CHUNK) {
                while (asked < due.size() && ahead.size() <= AHEAD) {
                    List<Statements.Due> some = due.subList(asked, Math.min(due.size(), asked + CHUNK));
                    ahead.add(readers.submit(() -> read(actor, some, to)));
                    asked += CHUNK;
                }
                List<Statements.Told> told = ahead.remove().get();
                // A plan made while there were few statements would read them all for each batch once there are many.
                made += database.bulk(actor.company(), tx -> statements.makeAll(tx, actor, told, to));
                progress.told(Math.min(due.size(), from + CHUNK), due.size());
            }
            return made;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<Statements.Told> read(Actor actor, List<Statements.Due> due, LocalDate to) {
        return database.read(actor.company(), tx -> statements.tell(tx, actor, due, to));
    }
}
