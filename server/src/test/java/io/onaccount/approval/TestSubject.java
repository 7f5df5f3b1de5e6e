package io.onaccount.approval;

import io.onaccount.approval.spi.ApprovalSubject;
import io.onaccount.approval.spi.Snapshot;
import io.onaccount.document.Field;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** A subject of no business, kept in memory: what approval may rely on is the spi and nothing else. */
@Component
final class TestSubject implements ApprovalSubject {
    static final String KIND = "test-subject";

    /** One thing somebody wants. */
    record Wish(UUID id, long company, UUID owner, BigDecimal amount, List<String> codes, LocalDate date) {}

    private final Map<UUID, Wish> wishes = new ConcurrentHashMap<>();

    /** What was done with each, in order. */
    final Map<UUID, List<String>> done = new ConcurrentHashMap<>();

    UUID make(Actor owner, String amount, String... codes) {
        Wish wish = new Wish(
                Ids.next(), owner.company(), owner.user(), new BigDecimal(amount), List.of(codes), owner.today());
        wishes.put(wish.id(), wish);
        done.put(wish.id(), Collections.synchronizedList(new ArrayList<>()));
        return wish.id();
    }

    void change(UUID id, String amount) {
        wishes.computeIfPresent(
                id, (i, w) -> new Wish(i, w.company(), w.owner(), new BigDecimal(amount), w.codes(), w.date()));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<Field> facts() {
        return List.of(
                Field.of("amount", Field.Type.MONEY, ""),
                Field.of("codes", Field.Type.CHOICE, "").choices(List.of("hot", "cold")),
                Field.of("owner", Field.Type.USER, ""),
                Field.of("secret", Field.Type.NUMBER, "").onlyWith("product.cost"));
    }

    @Override
    public Optional<Snapshot> read(Tx tx, Actor actor, UUID id, boolean toDecide) {
        return Optional.ofNullable(wishes.get(id))
                .filter(w -> w.company() == tx.company())
                .map(TestSubject::snapshot);
    }

    private static Snapshot snapshot(Wish wish) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("amount", wish.amount());
        facts.put("codes", wish.codes());
        facts.put("owner", wish.owner());
        facts.put("secret", BigDecimal.TEN);
        return new Snapshot(
                wish.id(),
                "W-" + wish.id().toString().substring(30),
                "a wish",
                null,
                wish.owner(),
                null,
                wish.date(),
                "CNY",
                wish.amount(),
                facts,
                Map.of("amount", wish.amount().toPlainString()),
                new Snapshot.Sheet(
                        List.of(Field.of("amount", Field.Type.MONEY, ""), Field.of("secret", Field.Type.NUMBER, "")),
                        List.of(Arrays.asList(wish.amount(), null))));
    }

    @Override
    public List<Snapshot> past(Tx tx, Actor actor, LocalDate from, LocalDate until) {
        return wishes.values().stream()
                .filter(w -> w.company() == tx.company()
                        && !w.date().isBefore(from)
                        && !w.date().isAfter(until))
                .map(TestSubject::snapshot)
                .toList();
    }

    @Override
    public String approved(Tx tx, Actor asker, Actor approver, UUID id) {
        tx.afterCommit(() -> done.get(id).add("granted to " + asker.name()));
        return "granted";
    }

    @Override
    public void sentBack(Tx tx, Actor by, UUID id, String reason) {
        tx.afterCommit(() -> done.get(id).add("back: " + reason));
    }
}
