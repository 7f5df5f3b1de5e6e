package io.onaccount.receivables;

import io.onaccount.approval.spi.ApprovalSubject;
import io.onaccount.approval.spi.Snapshot;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A document as what can need approval: found by its header; what it says is the document's own. */
abstract class DocumentSubject implements ApprovalSubject {
    private final String kind;
    private final Headers headers;

    DocumentSubject(String kind, Headers headers) {
        this.kind = kind;
        this.headers = headers;
    }

    /** What it says, besides who it is with. */
    record Said(
            BigDecimal total, Map<String, @Nullable Object> facts, Map<String, String> bound, Snapshot.Sheet sheet) {}

    abstract Said said(Tx tx, Actor actor, Header header);

    @Override
    public final String kind() {
        return kind;
    }

    @Override
    public final Optional<Snapshot> read(Tx tx, Actor actor, UUID id, boolean toDecide) {
        if (toDecide) {
            headers.lock(tx, actor.companyWide(), kind, id, null);
        }
        return tx.first(
                        "select " + Headers.COLUMNS
                                + " from document.header h where h.company_id = ? and h.id = ? and h.kind = ?",
                        Headers::read,
                        tx.company(),
                        id,
                        kind)
                .map(header -> snapshot(tx, actor, header));
    }

    @Override
    public final List<Snapshot> past(Tx tx, Actor actor, LocalDate from, LocalDate until) {
        List<Header> found = tx.list(
                "select " + Headers.COLUMNS
                        + " from document.header h where h.company_id = ? and h.kind = ? and h.date between ? and ? order by h.date, h.number",
                Headers::read,
                tx.company(),
                kind,
                from,
                until);
        return found.stream().map(header -> snapshot(tx, actor, header)).toList();
    }

    private Snapshot snapshot(Tx tx, Actor actor, Header header) {
        Said said = said(tx, actor, header);
        Map<String, @Nullable Object> facts = new LinkedHashMap<>(said.facts());
        facts.put("total", said.total());
        facts.put("party", header.party());
        facts.put("owner", header.owner());
        facts.put("department", header.department());
        return Snapshot.of(header, said.total(), facts, said.bound(), said.sheet());
    }
}
