package io.onaccount.document.web;

import io.onaccount.document.Records;
import io.onaccount.organization.Actor;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tags in use, to choose from. */
@RestController
class TagEndpoint {
    private static final int LONGEST = 40;

    private final Records records;
    private final Database database;

    TagEndpoint(Records records, Database database) {
        this.records = records;
        this.database = database;
    }

    @GetMapping("/api/v1/tags")
    @SignedIn("tags are the company's common words")
    List<String> tags(Actor actor, @RequestParam(defaultValue = "") String q) {
        if (q.length() > LONGEST) {
            throw Problem.invalid("q", "text-too-long", LONGEST);
        }
        return database.read(actor.company(), tx -> records.knownTags(tx, q));
    }
}
