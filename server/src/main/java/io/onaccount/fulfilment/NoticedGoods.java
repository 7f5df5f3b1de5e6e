package io.onaccount.fulfilment;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What deliveries take from shipping notices. Notices are locked before the orders they name, by everybody, so that nobody waits in a circle.
 */
@Component
final class NoticedGoods {
    private final Headers headers;
    private final NoticeTables tables;
    private final Companies companies;

    NoticedGoods(Headers headers, NoticeTables tables, Companies companies) {
        this.headers = headers;
        this.tables = tables;
        this.companies = companies;
    }

    /** A locked notice. */
    record Notice(Header header, Map<Integer, NoticeTables.Line> lines) {
        NoticeState state() {
            return NoticeState.valueOf(header.state());
        }
    }

    /** Whether goods leave by notices only here. */
    boolean areNeeded(Tx tx) {
        return companies.settings(tx).deliveriesNeedNotice();
    }

    /** The notices the lines name, locked in the order of their ids; 404 for the first that is unknown or outside the actor's scope. */
    Map<UUID, Notice> lock(Tx tx, Actor actor, Collection<UUID> notices) {
        if (notices.isEmpty()) {
            return Map.of();
        }
        Map<UUID, Header> locked = headers.lock(tx, actor, ShippingNotices.KIND, new TreeSet<>(notices));
        Map<UUID, Map<Integer, NoticeTables.Line>> lines = tables.lines(tx, locked.keySet());
        Map<UUID, Notice> found = new LinkedHashMap<>();
        locked.forEach((id, header) -> found.put(id, new Notice(header, lines.getOrDefault(id, Map.of()))));
        return found;
    }

    /** Lines of notices as a delivery would take them. */
    record ToShip(String contact, String address, List<NewDelivery.Line> lines) {}

    /** What these notices have open, as far as it is on hand where it is to be taken from; in the order they are named. */
    ToShip toShip(Tx tx, Actor actor, Collection<UUID> ids) {
        Map<UUID, Notice> notices = lock(tx, actor, ids);
        Set<UUID> wanted = new LinkedHashSet<>(ids);
        for (UUID id : wanted) {
            Notice notice = Objects.requireNonNull(notices.get(id));
            if (!notice.state().isWithTheWarehouse()) {
                throw Problem.conflict("notice-not-open", notice.header().number());
            }
        }
        Map<UUID, List<NoticeTables.Open>> open = tables.open(tx, wanted);
        boolean belowZero = companies.settings(tx).negativeStock();
        Map<List<Object>, BigDecimal> there = new HashMap<>();
        List<NewDelivery.Line> lines = new ArrayList<>();
        NoticeTables.Open first = null;
        for (UUID id : wanted) {
            for (NoticeTables.Open line : open.getOrDefault(id, List.of())) {
                first = first == null ? line : first;
                BigDecimal quantity = line.quantity();
                BigDecimal onHand = line.onHand();
                if (onHand != null && !belowZero) {
                    List<Object> place = List.of(line.warehouse(), line.product());
                    BigDecimal left = there.getOrDefault(place, onHand).max(BigDecimal.ZERO);
                    quantity = quantity.min(left);
                    there.put(place, left.subtract(quantity));
                }
                if (quantity.signum() > 0) {
                    lines.add(new NewDelivery.Line(
                            line.order(), line.orderPosition(), quantity, line.warehouse(), id, line.position()));
                }
            }
        }
        if (first == null || lines.isEmpty()) {
            throw Problem.conflict(
                    "notices-nothing-there",
                    notices.values().iterator().next().header().number());
        }
        return new ToShip(first.contact(), first.address(), lines);
    }

    static Set<UUID> named(Collection<DeliveryTables.Line> lines) {
        Set<UUID> notices = new LinkedHashSet<>();
        lines.forEach(line -> {
            if (line.notice() != null) {
                notices.add(line.notice());
            }
        });
        return notices;
    }

    /**
     * Holds the lines of deliveries against the notices they name. 409 {@code notice-not-open} for one that isn't with the warehouse, {@code
     * more-than-notified} for more than is still to leave by it, {@code delivery-needs-notice} for a line that names none where the company wants
     * one.
     */
    void check(Tx tx, Map<UUID, Notice> notices, Collection<DeliveryTables.Line> lines) {
        boolean needed = areNeeded(tx);
        Map<List<Object>, BigDecimal> leaving = new HashMap<>();
        for (DeliveryTables.Line line : lines) {
            Notice notice = line.notice() == null ? null : notices.get(line.notice());
            if (notice == null) {
                if (needed) {
                    throw Problem.conflict("delivery-needs-notice");
                }
                continue;
            }
            String number = notice.header().number();
            if (!notice.state().isWithTheWarehouse()) {
                throw Problem.conflict("notice-not-open", number);
            }
            Integer position = line.noticePosition();
            NoticeTables.Line noticed = position == null ? null : notice.lines().get(position);
            if (position == null
                    || noticed == null
                    || !noticed.order().equals(line.order())
                    || noticed.orderPosition() != line.orderPosition()) {
                throw Problem.conflict("notice-of-other-goods", number, position == null ? 0 : position);
            }
            BigDecimal all = leaving.merge(List.of(notice.header().id(), position), line.quantity(), BigDecimal::add);
            if (all.compareTo(noticed.open()) > 0) {
                throw Problem.conflict("more-than-notified", number, position, plain(noticed.open()), plain(all));
            }
        }
    }

    /** The lines have left: their notices move on. */
    void left(Tx tx, Actor actor, Map<UUID, Notice> notices, Map<UUID, List<DeliveryTables.Line>> byDelivery) {
        if (notices.isEmpty()) {
            return;
        }
        Map<UUID, Map<Integer, BigDecimal>> leaving = new LinkedHashMap<>();
        List<Headers.Relation> relations = new ArrayList<>();
        byDelivery.forEach((delivery, lines) -> {
            for (DeliveryTables.Line line : lines) {
                UUID id = line.notice();
                Integer position = line.noticePosition();
                if (id != null && position != null) {
                    leaving.computeIfAbsent(id, n -> new LinkedHashMap<>())
                            .merge(position, line.quantity(), BigDecimal::add);
                }
            }
            named(lines).forEach(id -> relations.add(new Headers.Relation(id, delivery)));
        });
        List<NoticeTables.Left> left = new ArrayList<>();
        List<Headers.Moved> moved = new ArrayList<>();
        notices.forEach((id, notice) -> {
            Map<Integer, BigDecimal> quantities = leaving.getOrDefault(id, Map.of());
            quantities.forEach((position, quantity) -> left.add(new NoticeTables.Left(id, position, quantity)));
            boolean done = notice.lines().values().stream()
                    .allMatch(l -> l.open().compareTo(quantities.getOrDefault(l.position(), BigDecimal.ZERO)) == 0);
            NoticeState to = done ? NoticeState.DONE : NoticeState.PARTLY_DONE;
            NoticeState.TABLE.check(notice.state(), NoticeState.DELIVER, to);
            moved.add(new Headers.Moved(notice.header(), to, Map.of()));
        });
        headers.move(tx, actor, NoticeState.DELIVER, moved);
        tables.left(tx, left);
        headers.relate(tx, relations);
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
