package io.onaccount.invoicing;

import static io.onaccount.invoicing.InvoiceState.DRAFT;
import static io.onaccount.invoicing.InvoiceState.ISSUED;
import static io.onaccount.invoicing.InvoiceState.REVERSED;
import static io.onaccount.invoicing.InvoiceState.VOID;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.MoveOption;
import io.onaccount.invoicing.Invoiceable.Valued;
import io.onaccount.invoicing.LineTables.Written;
import io.onaccount.invoicing.NewInvoice.Official;
import io.onaccount.invoicing.NewInvoice.Part;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.organization.Numbering;
import io.onaccount.organization.Periods;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sales invoices (发票): a draft is given its number, code and day by the tax authority and is issued with them; then it counts as invoiced, and
 * where its orders are owed for by invoice, the customer owes. It is taken back by red ones, or made void. Everything locks the invoice, then its
 * application or the blue one, then the deliveries, then the orders.
 */
@Component
public final class Invoices {
    static final String KIND = "sales-invoice";
    static final String NUMBERS = "SI-{yyyyMMdd}-{0001}";

    /** Who may invoice goods before they left. */
    static final String AHEAD = "ahead";

    /** Who may let an invoice say more or less than the orders' prices, beyond the company's tolerance. */
    static final String DEVIATE = "deviate";

    private final Headers headers;
    private final Numbering numbering;
    private final Parties parties;
    private final Invoiceable goods;
    private final InvoiceApplications applications;
    private final InvoiceBooks books;
    private final InvoicingSettings settings;
    private final InvoiceTables tables;

    Invoices(
            Headers headers,
            Numbering numbering,
            Parties parties,
            Invoiceable goods,
            InvoiceApplications applications,
            InvoiceBooks books,
            InvoicingSettings settings,
            InvoiceTables tables) {
        this.headers = headers;
        this.numbering = numbering;
        this.parties = parties;
        this.goods = goods;
        this.applications = applications;
        this.books = books;
        this.settings = settings;
        this.tables = tables;
    }

    /** The invoice with its lines, if within the actor's scope; otherwise 404. */
    public Invoice find(Tx tx, Actor actor, UUID id) {
        return tables.read(tx, headers.find(tx, actor, KIND, id));
    }

    /** What an invoice says more or less than its orders' prices. */
    public List<InvoiceDifference> differences(Tx tx, UUID id) {
        return tables.differences(tx, id);
    }

    /** Writes a draft of deliveries or orders. 409 {@code more-than-to-invoice} for more than is left of them. */
    public UUID create(Tx tx, Actor actor, NewInvoice entry) {
        Party customer = parties.require(tx, actor, entry.customer());
        Problem.Collector problems = new Problem.Collector();
        Invoiceable.check(problems, entry.lines());
        Buyer buyer = Buyer.checked(problems, tx, entry.customer(), entry.title(), entry.email());
        String remark = Input.text(problems, "remark", entry.remark(), 200);
        problems.throwIfAny();
        List<Written> lines = Written.of(goods.value(tx, actor, entry.customer(), entry.lines(), null), null);
        return write(
                tx,
                actor,
                new InvoiceTables.Born(
                        Ids.next(),
                        customer.id(),
                        null,
                        null,
                        entry.kind(),
                        buyer,
                        remark == null ? "" : remark,
                        "",
                        lines),
                customer.name(),
                customer.owner() == null ? actor.user() : customer.owner(),
                customer.department() == null ? actor.department() : customer.department());
    }

    /**
     * Writes a draft of what an application asks for.
     *
     * @param parts of its lines; empty for all that is not issued yet
     */
    public UUID ofApplication(Tx tx, Actor actor, UUID application, List<Part> parts) {
        InvoiceApplication asked = applications.waiting(tx, actor, application);
        Map<Integer, InvoiceLine> byPosition = new TreeMap<>();
        asked.lines().forEach(line -> byPosition.put(line.position(), line));
        List<Part> wanted = parts.isEmpty()
                ? asked.lines().stream()
                        .filter(line -> line.left().signum() > 0)
                        .map(line -> new Part(line.position(), line.left()))
                        .toList()
                : parts;
        check(wanted, byPosition);
        List<NewInvoiceLine> lines = wanted.stream()
                .map(part -> source(Objects.requireNonNull(byPosition.get(part.position())), part.quantity()))
                .toList();
        List<Written> written = Written.of(
                goods.value(tx, actor, asked.customer(), lines, null),
                new ArrayList<>(wanted.stream().map(Part::position).toList()));
        Header header = headers.find(tx, actor, InvoiceApplications.KIND, application);
        return write(
                tx,
                actor,
                new InvoiceTables.Born(
                        Ids.next(),
                        asked.customer(),
                        application,
                        null,
                        asked.kind(),
                        asked.buyer(),
                        asked.remark(),
                        "",
                        written),
                header.title(),
                header.owner(),
                header.department());
    }

    /** Each part must be of a line, once, and not more than is left of it. */
    private static void check(List<Part> parts, Map<Integer, InvoiceLine> lines) {
        Problem.Collector problems = new Problem.Collector();
        Set<Integer> seen = new LinkedHashSet<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            String field = "parts[" + i + "].";
            InvoiceLine line = lines.get(part.position());
            Input.fitting(problems, field + "quantity", part.quantity());
            problems.check(part.quantity().signum() > 0, field + "quantity", "must-be-positive");
            if (problems.check(line != null && seen.add(part.position()), field + "position", "order-line-unknown")
                    && line != null) {
                problems.check(
                        part.quantity().compareTo(line.left()) <= 0,
                        field + "quantity",
                        "more-than-left",
                        Invoiceable.plain(line.left()));
            }
        }
        problems.check(!parts.isEmpty(), "parts", "required");
        problems.throwIfAny();
    }

    private static NewInvoiceLine source(InvoiceLine line, BigDecimal quantity) {
        return line.charge() || line.delivery() == null
                ? new NewInvoiceLine(null, line.order(), line.orderPosition(), line.charge(), quantity)
                : new NewInvoiceLine(
                        line.delivery(), null, Objects.requireNonNull(line.deliveryPosition()), null, quantity);
    }

    private UUID write(
            Tx tx,
            Actor actor,
            InvoiceTables.Born born,
            String title,
            @Nullable UUID owner,
            @Nullable UUID department) {
        String number =
                numbering.take(actor.company(), KIND, NUMBERS, actor.today(), 1).getFirst();
        Money total = LineTables.sum(born.lines(), actor.currency()).total();
        headers.insert(
                tx,
                actor,
                Header.born(
                        born.id(),
                        KIND,
                        number,
                        title,
                        DRAFT,
                        born.customer(),
                        owner,
                        department,
                        actor.today(),
                        total.currency(),
                        total.amount(),
                        actor.user(),
                        headers.now()),
                Map.of());
        tables.insert(tx, born, LineTables.sum(born.lines(), actor.currency()));
        return born.id();
    }

    /** Removes a draft; its history stays. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        if (state(header) != DRAFT) {
            throw Problem.conflict("wrong-state", "delete", header.state());
        }
        tables.delete(tx, id);
        headers.delete(tx, actor, header);
    }

    /**
     * It exists, with the number the tax authority gave it: what it says counts as invoiced, orders owed for by invoice are owed for, and dates that
     * count from the invoice are known. Its amounts are settled now: what it says, or else what the orders' prices say. 409 {@code
     * more-than-to-invoice}; {@code invoice-number-taken} with the other invoice's number; {@code invoice-differs} when it says more or less than the
     * orders' prices beyond the company's tolerance and the actor may not let it; {@code buyer-incomplete}.
     */
    public void issue(Tx tx, Actor actor, UUID id, @Nullable Integer version, Official official) {
        Problem.Collector problems = new Problem.Collector();
        Header header = headers.lock(tx, actor, KIND, id, version);
        InvoiceState.TABLE.check(state(header), InvoiceState.ISSUE, ISSUED);
        Invoice draft = tables.read(tx, header);
        String number = Input.required(problems, "number", official.number(), 60);
        String code = Input.text(problems, "code", official.code(), 20);
        String form = code == null ? "" : code;
        LocalDate on = official.on();
        problems.check(!on.isAfter(actor.today()) && on.getYear() >= 1990, "on", "invoice-future");
        problems.check(
                number.isEmpty() || draft.kind().isNumber(number),
                "number",
                "invoice-number-shape." + shape(draft.kind()));
        problems.check(draft.kind().isCode(form), "code", "invoice-code-shape." + shape(draft.kind()));
        if (official.total() != null) {
            Input.amount(problems, "total", official.total(), actor.currency());
        }
        if (official.tax() != null) {
            Input.amount(problems, "tax", official.tax(), actor.currency());
        }
        String reason = Input.text(problems, "reason", official.reason(), 500);
        problems.throwIfAny();
        tables.taken(tx, draft.kind(), form, number).ifPresent(other -> {
            throw Problem.conflict("invoice-number-taken", number, other);
        });
        draft.buyer().requireFor(draft.kind());
        Periods.requireOpen(tx, actor, on);
        List<Written> lines;
        Header blue = null;
        InvoiceApplication application = null;
        if (draft.redOf() != null) {
            blue = headers.lock(tx, actor, KIND, draft.redOf(), null);
            goods.lock(tx, actor, draft.lines());
            lines = red(
                    tables.read(tx, blue),
                    draft.lines(),
                    tables.redPositions(tx, id),
                    tables.differenceTaxes(tx, blue.id()));
        } else {
            if (draft.application() != null) {
                application = applications.waiting(tx, actor, draft.application());
                requireLeft(application, tables.parts(tx, id));
            }
            List<Valued> valued = goods.value(tx, actor, draft.customer(), Invoiceable.again(draft.lines()), null);
            if (valued.stream().anyMatch(v -> v.ahead() && v.basis() != ReceivableBasis.ORDER)) {
                actor.require(KIND + "." + AHEAD);
            }
            lines = Written.of(valued, tables.applicationPositions(tx, id));
        }
        boolean byRule = true;
        if (draft.redOf() == null) {
            InvoicePrices said = InvoicePrices.of(lines, official, draft.currency());
            byRule = said.isOurs() || said.isWithin(settings.read(tx).tolerance());
            if (!byRule) {
                mayDiffer(tx, actor, header, said, reason);
            }
            lines = said.lines();
        }
        LineAmounts sum = LineTables.sum(lines, draft.currency());
        if (draft.redOf() != null
                && official.total() != null
                && official.total().abs().compareTo(sum.total().abs().amount()) != 0) {
            throw Problem.conflict(
                    "invoice-differs",
                    Invoiceable.plain(official.total().abs()),
                    sum.total().abs().amount().toPlainString());
        }
        InvoiceBooks.Plan plan = blue == null ? books.issuing(tx, actor, lines) : books.takingBack(tx, actor, lines);
        InvoiceBooks.Cause cause = new InvoiceBooks.Cause(
                id,
                blue == null ? id : blue.id(),
                draft.customer(),
                number,
                on,
                byRule,
                blue == null ? (reason == null ? "" : reason) : draft.reason());
        tables.issued(tx, id, lines, sum, form, number, on);
        Header dated = header;
        if (!on.equals(header.date())) {
            headers.change(tx, actor, header, header.on(on), Map.of());
            dated = header.on(on).moved(DRAFT, actor.user(), headers.now());
        }
        headers.move(
                tx,
                actor,
                dated.withTotal(sum.total().amount()),
                InvoiceState.ISSUE,
                ISSUED,
                Map.of("officialNumber", number, "issuedOn", on));
        relate(tx, draft, lines);
        if (blue != null) {
            redden(tx, actor, blue, number, sum);
            books.takenBack(tx, actor, plan, cause);
        } else {
            books.issued(tx, actor, plan, cause);
        }
        if (application != null) {
            applications.issued(tx, actor, application, tables.parts(tx, id), number);
        }
    }

    /** Beyond the tolerance it takes the right and a reason, and beyond a further limit somebody else than who drafted it. */
    private void mayDiffer(Tx tx, Actor actor, Header header, InvoicePrices said, @Nullable String reason) {
        if (!actor.may(KIND + "." + DEVIATE)) {
            throw Problem.conflict(
                    "invoice-differs",
                    said.total().amount().toPlainString(),
                    said.ours().amount().toPlainString());
        }
        if (reason == null || reason.isEmpty()) {
            throw Problem.invalid(
                    "reason",
                    "invoice-difference-reason",
                    said.difference().amount().toPlainString());
        }
        if (said.isBeyond(settings.read(tx).secondAbove()) && actor.user().equals(header.createdBy())) {
            throw Problem.of(403, "invoice-second-person", header.number());
        }
    }

    private static String shape(InvoiceKind kind) {
        return kind.isPaper() ? "paper" : "digital";
    }

    private static void requireLeft(InvoiceApplication application, Map<Integer, BigDecimal> parts) {
        application.lines().forEach(line -> {
            BigDecimal wanted = parts.getOrDefault(line.position(), BigDecimal.ZERO);
            if (wanted.compareTo(line.left()) > 0) {
                throw Problem.conflict(
                        "more-than-applied",
                        application.number(),
                        line.name(),
                        Invoiceable.plain(line.left()),
                        Invoiceable.plain(wanted));
            }
        });
    }

    private void relate(Tx tx, Invoice invoice, List<Written> lines) {
        Set<Headers.Relation> relations = new LinkedHashSet<>();
        if (invoice.redOf() != null) {
            relations.add(new Headers.Relation(invoice.redOf(), invoice.id()));
        } else {
            if (invoice.application() != null) {
                relations.add(new Headers.Relation(invoice.application(), invoice.id()));
            }
            for (Written line : lines) {
                UUID delivery = line.source().delivery();
                relations.add(
                        new Headers.Relation(delivery == null ? line.source().order() : delivery, invoice.id()));
            }
        }
        headers.relate(tx, relations);
    }

    /**
     * Writes the draft of a red invoice (红字发票), which takes back a part of an issued one, or all.
     *
     * @param parts of its lines, positive; empty for all that is left
     */
    public UUID red(Tx tx, Actor actor, UUID blue, @Nullable Integer version, String reason, List<Part> parts) {
        Header header = headers.lock(tx, actor, KIND, blue, version);
        Invoice invoice = tables.read(tx, header);
        requireBlue(invoice);
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 500);
        problems.throwIfAny();
        Map<Integer, InvoiceLine> byPosition = new HashMap<>();
        invoice.lines().forEach(line -> byPosition.put(line.position(), line));
        List<Part> wanted = parts.isEmpty()
                ? invoice.lines().stream()
                        .filter(line -> line.left().signum() > 0)
                        .map(line -> new Part(line.position(), line.left()))
                        .toList()
                : parts;
        check(wanted, byPosition);
        List<Written> lines = new ArrayList<>();
        Map<Integer, BigDecimal> taxes = tables.differenceTaxes(tx, blue);
        for (Part part : wanted) {
            lines.add(redLine(
                    lines.size() + 1,
                    Objects.requireNonNull(byPosition.get(part.position())),
                    taxes,
                    part.quantity(),
                    invoice.currency()));
        }
        return write(
                tx,
                actor,
                new InvoiceTables.Born(
                        Ids.next(),
                        invoice.customer(),
                        null,
                        blue,
                        invoice.kind(),
                        invoice.buyer(),
                        invoice.remark(),
                        why,
                        lines),
                header.title(),
                header.owner(),
                header.department());
    }

    private static void requireBlue(Invoice invoice) {
        InvoiceState.TABLE.check(InvoiceState.valueOf(invoice.state()), InvoiceState.REDDEN);
        if (invoice.redOf() != null) {
            throw Problem.conflict("red-of-red", invoice.called());
        }
    }

    private static Written redLine(
            int position,
            InvoiceLine line,
            Map<Integer, BigDecimal> differenceTaxes,
            BigDecimal quantity,
            String currency) {
        LineAmounts whole = new LineAmounts(
                new Money(line.net(), currency), new Money(line.tax(), currency), new Money(line.total(), currency));
        BigDecimal after = line.done().add(quantity);
        LineAmounts part = whole.between(line.done(), after, line.quantity());
        // What it is worth at the order's price is a share of that, so that the shares of the difference sum to it.
        Money worth = new Money(line.total().subtract(line.difference()), currency);
        Money difference = part.total()
                .minus(worth.share(after, line.quantity()).minus(worth.share(line.done(), line.quantity())));
        Money differenceTax = new Money(differenceTaxes.getOrDefault(line.position(), BigDecimal.ZERO), currency);
        return new Written(
                position,
                null,
                line.position(),
                new Invoiceable.Source(
                        line.order(), line.orderPosition(), line.charge(), line.delivery(), line.deliveryPosition()),
                line.product(),
                line.name(),
                line.specification(),
                line.unit(),
                quantity.negate(),
                line.taxRate(),
                new LineAmounts(
                        part.net().negated(), part.tax().negated(), part.total().negated()),
                difference.negated(),
                differenceTax.share(line.done(), line.quantity()).minus(differenceTax.share(after, line.quantity())));
    }

    /** The lines of a red draft, worth what they are worth now that other red ones may have been before it. */
    private static List<Written> red(
            Invoice blue, List<InvoiceLine> draft, Map<Integer, Integer> reds, Map<Integer, BigDecimal> taxes) {
        requireBlue(blue);
        Map<Integer, InvoiceLine> byPosition = new HashMap<>();
        blue.lines().forEach(line -> byPosition.put(line.position(), line));
        List<Written> lines = new ArrayList<>();
        for (InvoiceLine line : draft) {
            InvoiceLine of = Objects.requireNonNull(byPosition.get(Objects.requireNonNull(reds.get(line.position()))));
            BigDecimal quantity = line.quantity().negate();
            if (quantity.compareTo(of.left()) > 0) {
                throw Problem.conflict(
                        "more-than-to-take-back",
                        blue.called(),
                        of.name(),
                        Invoiceable.plain(of.left()),
                        Invoiceable.plain(quantity));
            }
            lines.add(redLine(line.position(), of, taxes, quantity, blue.currency()));
        }
        return lines;
    }

    /** The blue invoice is taken back, wholly when its red ones now sum to it. */
    private void redden(Tx tx, Actor actor, Header blue, String number, LineAmounts red) {
        Invoice invoice = tables.read(tx, blue);
        Money left = new Money(invoice.total(), invoice.currency()).plus(red.total());
        for (Invoice.Red other : invoice.reds()) {
            if (!other.state().equals(DRAFT.name())) {
                left = left.plus(new Money(other.total(), invoice.currency()));
            }
        }
        headers.move(
                tx,
                actor,
                blue,
                InvoiceState.REDDEN,
                left.isZero() ? REVERSED : ISSUED,
                Map.of("red", number, "amount", red.total().amount()));
    }

    /**
     * Makes a paper invoice void (作废), only within its month and while no red one is of it: it counts for nothing any longer. 409 {@code
     * not-voidable}.
     */
    public void annul(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 500);
        problems.throwIfAny();
        Header header = headers.lock(tx, actor, KIND, id, version);
        InvoiceState.TABLE.check(state(header), InvoiceState.ANNUL, VOID);
        Invoice invoice = tables.read(tx, header);
        if (!invoice.kind().isPaper()
                || invoice.redOf() != null
                || !invoice.reds().isEmpty()
                || !YearMonth.from(Objects.requireNonNull(invoice.issuedOn())).equals(YearMonth.from(actor.today()))) {
            throw Problem.conflict("not-voidable", invoice.called());
        }
        goods.lock(tx, actor, invoice.lines());
        Map<Integer, BigDecimal> taxes = tables.differenceTaxes(tx, id);
        InvoiceBooks.Plan plan = books.takingBack(
                tx,
                actor,
                invoice.lines().stream()
                        .map(line -> redLine(line.position(), line, taxes, line.quantity(), invoice.currency()))
                        .toList());
        tables.voided(tx, id, why);
        headers.move(tx, actor, header, InvoiceState.ANNUL, VOID, Map.of("reason", why));
        books.takenBack(
                tx,
                actor,
                plan,
                new InvoiceBooks.Cause(id, id, invoice.customer(), invoice.called(), actor.today(), true, why));
    }

    /**
     * How it reached the customer (发票交付).
     *
     * @param carrier and tracking number of the courier, when one brings it
     */
    public record HandOver(
            @Nullable String carrier,
            @Nullable String tracking,
            @Nullable LocalDate sentOn,
            @Nullable String receivedBy,
            @Nullable LocalDate receivedOn) {}

    /** Notes how it reached the customer; can be said again. */
    public void handOver(Tx tx, Actor actor, UUID id, @Nullable Integer version, HandOver how) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        InvoiceState.TABLE.check(state(header), InvoiceState.HAND_OVER, ISSUED);
        Problem.Collector problems = new Problem.Collector();
        String carrier = Input.text(problems, "carrier", how.carrier(), 100);
        String tracking = Input.text(problems, "tracking", how.tracking(), 100);
        String by = Input.text(problems, "receivedBy", how.receivedBy(), 100);
        LocalDate sent = how.sentOn();
        LocalDate received = how.receivedOn();
        problems.check(sent == null || !sent.isAfter(actor.today()), "sentOn", "not-after-today");
        problems.check(received == null || !received.isAfter(actor.today()), "receivedOn", "not-after-today");
        problems.check(
                sent == null || received == null || !received.isBefore(sent), "receivedOn", "received-before-sent");
        problems.throwIfAny();
        tables.handedOver(
                tx,
                id,
                carrier == null ? "" : carrier,
                tracking == null ? "" : tracking,
                sent,
                by == null ? "" : by,
                received);
        Map<String, Object> facts = new LinkedHashMap<>();
        if (carrier != null) {
            facts.put("carrier", carrier);
        }
        if (tracking != null) {
            facts.put("tracking", tracking);
        }
        if (sent != null) {
            facts.put("sentOn", sent);
        }
        if (by != null) {
            facts.put("receivedBy", by);
        }
        headers.move(tx, actor, header, InvoiceState.HAND_OVER, ISSUED, facts);
    }

    /** The moves a page may offer. */
    public List<MoveOption> moves(Texts texts, Actor actor, Invoice invoice) {
        return MoveOption.of(texts, actor, KIND, InvoiceState.TABLE, InvoiceState.valueOf(invoice.state()));
    }

    private static InvoiceState state(Header header) {
        return InvoiceState.valueOf(header.state());
    }
}
