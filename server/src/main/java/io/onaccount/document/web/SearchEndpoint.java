package io.onaccount.document.web;

import io.onaccount.document.Header;
import io.onaccount.document.Kinds;
import io.onaccount.document.RecordRef;
import io.onaccount.document.Records;
import io.onaccount.document.listing.Lists;
import io.onaccount.organization.Actor;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** One search box for all (LST-02): numbers, names, pinyin, phones, codes, whatever each kind's list is searched by. */
@RestController
class SearchEndpoint {
    private static final int MOST_OF_A_KIND = 6;
    private static final int MOST = 24;

    private final Kinds kinds;
    private final Lists lists;
    private final Records records;
    private final Database database;
    private final Texts texts;

    SearchEndpoint(Kinds kinds, Lists lists, Records records, Database database, Texts texts) {
        this.kinds = kinds;
        this.lists = lists;
        this.records = records;
        this.database = database;
        this.texts = texts;
    }

    record Hit(
            String kind,
            String kindTitle,
            UUID id,
            String number,
            String title,
            @Nullable String subtitle) {}

    record Hits(List<Hit> hits) {}

    @GetMapping("/api/v1/search")
    @SignedIn("searches the kinds the user may view, each within the data scope")
    Hits search(Actor actor, @RequestParam(defaultValue = "") String q) {
        if (q.isBlank()) {
            return new Hits(List.of());
        }
        return database.read(actor.company(), tx -> {
            Set<UUID> found = lists.anywhere(tx, actor, kinds.all(), q);
            if (found.isEmpty()) {
                return new Hits(List.of());
            }
            List<Header> ordered = new ArrayList<>(records.closest(tx, actor, found, q, MOST_OF_A_KIND));
            Map<UUID, RecordRef> parties = records.names(
                    tx,
                    ordered.stream().map(Header::party).filter(Objects::nonNull).toList());
            ordered.sort(Comparator.comparingInt((Header header) -> rank(header, q.strip()))
                    .thenComparing(Header::date, Comparator.reverseOrder())
                    .thenComparing(Header::number));
            return new Hits(ordered.stream()
                    .limit(MOST)
                    .map(header -> hit(actor, header, parties))
                    .toList());
        });
    }

    /** What was meant exactly first, then what begins so, then master data, then documents. */
    private int rank(Header header, String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        String number = header.number().toLowerCase(Locale.ROOT);
        String title = header.title().toLowerCase(Locale.ROOT);
        if (number.equals(wanted) || title.equals(wanted)) {
            return 0;
        }
        if (number.startsWith(wanted) || title.startsWith(wanted)) {
            return 1;
        }
        return header.total() == null ? 2 : 3;
    }

    private Hit hit(Actor actor, Header header, Map<UUID, RecordRef> parties) {
        RecordRef party =
                header.party() == null || header.party().equals(header.id()) ? null : parties.get(header.party());
        String kind = texts.text(actor.locale(), "kind." + header.kind());
        return new Hit(
                header.kind(),
                kind,
                header.id(),
                header.number(),
                header.title(),
                party == null || party.title() == null ? kind : kind + " · " + party.title());
    }
}
