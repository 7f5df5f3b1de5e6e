package io.onaccount.invoicing;

import static io.onaccount.invoicing.ApplicationState.CANCELLED;
import static io.onaccount.invoicing.ApplicationState.DRAFT;
import static io.onaccount.invoicing.ApplicationState.ISSUED;
import static io.onaccount.invoicing.ApplicationState.PARTLY;
import static io.onaccount.invoicing.ApplicationState.RETURNED;
import static io.onaccount.invoicing.ApplicationState.SUBMITTED;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.MoveOption;
import io.onaccount.invoicing.LineTables.Written;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Applications to invoice (开票申请): what sales asks for and finance issues, gives back, or issues in parts. */
@Component
public final class InvoiceApplications {
    static final String KIND = "invoice-application";
    static final String NUMBERS = "IA-{yyyyMMdd}-{0001}";
    private static final int MOST_AT_ONCE = 500;

    private final Headers headers;
    private final Numbering numbering;
    private final Parties parties;
    private final Invoiceable goods;

    InvoiceApplications(Headers headers, Numbering numbering, Parties parties, Invoiceable goods) {
        this.headers = headers;
        this.numbering = numbering;
        this.parties = parties;
        this.goods = goods;
    }

    /** The application with its lines, if within the actor's scope; otherwise 404. */
    public InvoiceApplication find(Tx tx, Actor actor, UUID id) {
        return read(tx, headers.find(tx, actor, KIND, id));
    }

    private static InvoiceApplication read(Tx tx, Header header) {
        return read(tx, List.of(header)).getFirst();
    }

    private static List<InvoiceApplication> read(Tx tx, List<Header> found) {
        List<UUID> ids = found.stream().map(Header::id).toList();
        Map<UUID, List<InvoiceLine>> lines = LineTables.APPLICATION.read(tx, ids);
        Map<UUID, Header> byId = new LinkedHashMap<>();
        found.forEach(header -> byId.put(header.id(), header));
        return tx.list(
                "select a.* from invoicing.application a where a.company_id = ? and a.id = any(?) order by a.id",
                row -> {
                    Header header = Objects.requireNonNull(byId.get(row.uuid("id")));
                    return new InvoiceApplication(
                            header.id(),
                            header.number(),
                            header.state(),
                            header.version(),
                            row.uuid("party_id"),
                            header.title(),
                            header.owner(),
                            header.date(),
                            row.choice("kind", InvoiceKind.class),
                            Buyer.read(row),
                            row.text("remark"),
                            row.text("reason"),
                            Objects.requireNonNull(header.currency()),
                            row.decimal("net"),
                            row.decimal("tax"),
                            row.decimal("total"),
                            row.instantOrNull("exported_at"),
                            lines.getOrDefault(header.id(), List.of()));
                },
                tx.company(),
                SqlArray.of("uuid", ids));
    }

    /** Writes a draft. 409 {@code more-than-to-invoice} for more than is left of the goods, other waiting applications counted. */
    public UUID draft(Tx tx, Actor actor, NewApplication entry) {
        Party customer = parties.require(tx, actor, entry.customer());
        UUID id = Ids.next();
        Checked checked = check(tx, actor, entry, id);
        String number =
                numbering.take(actor.company(), KIND, NUMBERS, actor.today(), 1).getFirst();
        Header header = Header.born(
                id,
                KIND,
                number,
                customer.name(),
                DRAFT,
                customer.id(),
                customer.owner() == null ? actor.user() : customer.owner(),
                customer.department() == null ? actor.department() : customer.department(),
                actor.today(),
                actor.currency(),
                checked.sum.total().amount(),
                actor.user(),
                headers.now());
        headers.insert(tx, actor, header, Map.of());
        Buyer buyer = checked.buyer;
        tx.add(
                Rank.DOCUMENT,
                """
                insert into invoicing.application (company_id, id, party_id, kind, title, tax_number, bank, account, address, phone, email, remark, net, tax, total)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                id,
                customer.id(),
                entry.kind(),
                buyer.title(),
                buyer.taxNumber(),
                buyer.bank(),
                buyer.account(),
                buyer.address(),
                buyer.phone(),
                buyer.email(),
                checked.remark,
                checked.sum.net(),
                checked.sum.tax(),
                checked.sum.total());
        LineTables.APPLICATION.insert(tx, id, checked.lines);
        return id;
    }

    private record Checked(Buyer buyer, String remark, List<Written> lines, LineAmounts sum) {}

    private Checked check(Tx tx, Actor actor, NewApplication entry, UUID id) {
        Problem.Collector problems = new Problem.Collector();
        Invoiceable.check(problems, entry.lines());
        Buyer buyer = Buyer.checked(problems, tx, entry.customer(), entry.title(), entry.email());
        String remark = Input.text(problems, "remark", entry.remark(), 200);
        problems.throwIfAny();
        List<Written> lines = Written.of(goods.value(tx, actor, entry.customer(), entry.lines(), id), null);
        return new Checked(buyer, remark == null ? "" : remark, lines, LineTables.sum(lines, actor.currency()));
    }

    /** Writes a draft, or one that was given back, anew; its customer stays. */
    public void change(Tx tx, Actor actor, UUID id, @Nullable Integer version, NewApplication entry) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        requireOpen(header, "edit");
        if (!entry.customer().equals(header.party())) {
            throw Problem.invalid("customer", "customer-stays", header.title());
        }
        Checked checked = check(tx, actor, entry, id);
        headers.change(tx, actor, header, header.withTotal(checked.sum.total().amount()), Map.of());
        Buyer buyer = checked.buyer;
        tx.add(
                Rank.DOCUMENT,
                """
                update invoicing.application set kind = ?, title = ?, tax_number = ?, bank = ?, account = ?, address = ?, phone = ?, email = ?, remark = ?,
                  net = ?, tax = ?, total = ? where company_id = ? and id = ?""",
                entry.kind(),
                buyer.title(),
                buyer.taxNumber(),
                buyer.bank(),
                buyer.account(),
                buyer.address(),
                buyer.phone(),
                buyer.email(),
                checked.remark,
                checked.sum.net(),
                checked.sum.tax(),
                checked.sum.total(),
                tx.company(),
                id);
        LineTables.APPLICATION.delete(tx, id);
        LineTables.APPLICATION.insert(tx, id, checked.lines);
    }

    /** Removes a draft; its history stays. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        if (!header.state().equals(DRAFT.name())) {
            throw Problem.conflict("wrong-state", "delete", header.state());
        }
        LineTables.APPLICATION.delete(tx, id);
        tx.add(Rank.BALANCE, "delete from invoicing.application where company_id = ? and id = ?", tx.company(), id);
        headers.delete(tx, actor, header);
    }

    /** From now on it waits for finance, and nobody else can apply for the same. 409 as for {@link #draft}, and {@code buyer-incomplete}. */
    public void submit(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        ApplicationState.TABLE.check(state(header), ApplicationState.SUBMIT, SUBMITTED);
        InvoiceApplication application = read(tx, header);
        application.buyer().requireFor(application.kind());
        List<Written> lines = Written.of(
                goods.value(tx, actor, application.customer(), Invoiceable.again(application.lines()), id), null);
        LineAmounts sum = LineTables.sum(lines, application.currency());
        LineTables.APPLICATION.delete(tx, id);
        LineTables.APPLICATION.insert(tx, id, lines);
        tx.add(
                Rank.DOCUMENT,
                "update invoicing.application set reason = '', net = ?, tax = ?, total = ? where company_id = ? and id = ?",
                sum.net(),
                sum.tax(),
                sum.total(),
                tx.company(),
                id);
        headers.move(tx, actor, header.withTotal(sum.total().amount()), ApplicationState.SUBMIT, SUBMITTED, Map.of());
        waits(tx, id, true);
    }

    /** Finance gives it back to be set right. */
    public void giveBack(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 500);
        problems.throwIfAny();
        Header header = headers.lock(tx, actor, KIND, id, version);
        ApplicationState.TABLE.check(state(header), ApplicationState.RETURN, RETURNED);
        headers.move(tx, actor, header, ApplicationState.RETURN, RETURNED, Map.of("reason", why));
        tx.add(
                Rank.DETAIL,
                "update invoicing.application set reason = ? where company_id = ? and id = ?",
                why,
                tx.company(),
                id);
        waits(tx, id, false);
    }

    /** What of it is not invoiced yet is not asked for any longer. */
    public void cancel(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        ApplicationState.TABLE.check(state(header), ApplicationState.CANCEL, CANCELLED);
        headers.move(tx, actor, header, ApplicationState.CANCEL, CANCELLED, Map.of());
        waits(tx, id, false);
    }

    private static void waits(Tx tx, UUID id, boolean waits) {
        tx.add(
                Rank.BALANCE,
                "update invoicing.application_line set waits = ? and issued < quantity where company_id = ? and application_id = ?",
                waits,
                tx.company(),
                id);
    }

    /** An application that waits to be issued, locked. */
    InvoiceApplication waiting(Tx tx, Actor actor, UUID id) {
        Header header = headers.lock(tx, actor, KIND, id, null);
        ApplicationState.TABLE.check(state(header), ApplicationState.ISSUE);
        return read(tx, header);
    }

    /** So much of the lines of a locked one is issued. */
    void issued(Tx tx, Actor actor, InvoiceApplication application, Map<Integer, BigDecimal> parts, String invoice) {
        boolean all = application.lines().stream()
                .allMatch(line -> line.left().compareTo(parts.getOrDefault(line.position(), BigDecimal.ZERO)) <= 0);
        ApplicationState to = all ? ISSUED : PARTLY;
        Header header = headers.find(tx, actor, KIND, application.id());
        headers.move(tx, actor, header, ApplicationState.ISSUE, to, Map.of("invoice", invoice));
        List<Map.Entry<Integer, BigDecimal>> rows = List.copyOf(parts.entrySet());
        tx.addExpecting(
                Rank.DETAIL,
                rows.size(),
                () -> new IllegalStateException("more issued than applied for under the application's lock"),
                """
                update invoicing.application_line l set issued = l.issued + n.quantity, waits = l.issued + n.quantity < l.quantity
                from unnest(?::smallint[], ?::numeric[]) as n (position, quantity)
                where l.company_id = ? and l.application_id = ? and l.position = n.position and l.issued + n.quantity <= l.quantity""",
                SqlArray.of("smallint", rows, Map.Entry::getKey),
                SqlArray.of("numeric", rows, Map.Entry::getValue),
                tx.company(),
                application.id());
    }

    /**
     * What went into a file for the tax platform.
     *
     * @param export names the file
     * @param skipped numbers of those that are in a file already and were not asked for again
     */
    public record Exported(UUID export, int applications, List<String> skipped) {}

    /**
     * Marks waiting applications as exported for the tax platform; each is exported once unless asked again. 409 {@code nothing-to-export}.
     *
     * @param again also those that were exported before
     */
    public Exported export(Tx tx, Actor actor, Collection<UUID> ids, boolean again) {
        if (ids.isEmpty() || ids.size() > MOST_AT_ONCE) {
            throw Problem.invalid("applications", "one-to", MOST_AT_ONCE);
        }
        Map<UUID, Header> found = headers.lock(tx, actor, KIND, new java.util.TreeSet<>(ids));
        Map<UUID, Boolean> before = new LinkedHashMap<>();
        tx.list(
                "select a.id, a.export_id is not null as done from invoicing.application a where a.company_id = ? and a.id = any(?)",
                row -> before.put(row.uuid("id"), row.bool("done")),
                tx.company(),
                SqlArray.of("uuid", ids));
        List<UUID> go = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (Header header : found.values()) {
            ApplicationState state = state(header);
            if (state != SUBMITTED && state != PARTLY) {
                throw Problem.conflict("wrong-state", "export", header.state());
            }
            if (Boolean.TRUE.equals(before.get(header.id())) && !again) {
                skipped.add(header.number());
            } else {
                go.add(header.id());
            }
        }
        if (go.isEmpty()) {
            throw Problem.conflict("nothing-to-export", String.join(", ", skipped));
        }
        UUID export = Ids.next();
        tx.add(
                Rank.DETAIL,
                "update invoicing.application set export_id = ?, exported_at = now() where company_id = ? and id = any(?)",
                export,
                tx.company(),
                SqlArray.of("uuid", go));
        return new Exported(export, go.size(), skipped);
    }

    /** The applications of a file, within the actor's scope, with what of them is still to be issued; 404 when there are none. */
    public List<InvoiceApplication> exported(Tx tx, Actor actor, UUID export) {
        List<Header> found = tx.list(
                Sql.of(
                                "select " + Headers.COLUMNS
                                        + " from invoicing.application a join document.header h on h.company_id = a.company_id and h.id = a.id"
                                        + " where a.company_id = ? and a.export_id = ? and",
                                tx.company(),
                                export)
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h")))),
                Headers::read);
        if (found.isEmpty()) {
            throw Problem.notFound("invoice-export", export);
        }
        return read(tx, found);
    }

    /** The moves a page may offer. */
    public List<MoveOption> moves(Texts texts, Actor actor, InvoiceApplication application) {
        return MoveOption.of(texts, actor, KIND, ApplicationState.TABLE, ApplicationState.valueOf(application.state()));
    }

    private static ApplicationState state(Header header) {
        return ApplicationState.valueOf(header.state());
    }

    private static void requireOpen(Header header, String what) {
        if (!state(header).isOpen()) {
            throw Problem.conflict("wrong-state", what, header.state());
        }
    }
}
