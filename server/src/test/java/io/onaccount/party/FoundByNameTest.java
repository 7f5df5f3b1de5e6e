package io.onaccount.party;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.document.Kinds;
import io.onaccount.document.listing.ListQuery;
import io.onaccount.document.listing.Lists;
import io.onaccount.testing.TestCompany;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Customers are found by any part of their names as they are now, however they are spelled and however long the word is; nothing else is found. */
class FoundByNameTest {
    private static final String LETTERS = "上海恒昌贸易有限公司aBc ＡÉé1𠮷-%_";

    private final TestCompany company = new TestCompany("customer.view");
    private final Customers customers = company.application.bean(Customers.class);
    private final Lists lists = company.application.bean(Lists.class);
    private final Kinds kinds = company.application.bean(Kinds.class);

    @Test
    void byAnyPartOfTheName() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<UUID, String> names = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            String name = name(random, 1 + random.nextInt(14));
            names.put(company.write(tx -> customers.create(tx, company.actor, entry(name))), name);
        }
        for (UUID id : List.copyOf(names.keySet())) {
            int what = random.nextInt(4);
            if (what == 0) {
                String other = name(random, 1 + random.nextInt(14));
                assertThat(company.<Boolean>write(tx -> {
                            customers.change(tx, company.actor, id, null, entry(other));
                            return true;
                        }))
                        .isTrue();
                names.put(id, other);
            } else if (what == 1) {
                assertThat(company.<Boolean>write(tx -> {
                            customers.delete(tx, company.actor, id, null);
                            return true;
                        }))
                        .isTrue();
                names.remove(id);
            }
        }
        for (int i = 0; i < 300; i++) {
            String word = random.nextInt(3) == 0 ? name(random, 1 + random.nextInt(3)) : piece(random, names);
            String wanted = normal(word);
            assertThat(found(word))
                    .as("seed %s, %s", seed, word)
                    .containsExactlyInAnyOrderElementsOf(names.entrySet().stream()
                            .filter(e -> normal(e.getValue()).contains(wanted))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toList()));
        }
        assertThat(
                        company.application
                                .database()
                                .value(
                                        "select count(*) from document.name_part p where p.company_id = "
                                                + company.actor.company()
                                                + " and not exists (select 1 from document.header h where h.company_id = p.company_id and h.id = p.record_id)"))
                .isEqualTo("0");
    }

    private List<UUID> found(String word) {
        List<UUID> ids = new ArrayList<>();
        company.read(tx -> lists.page(
                        tx,
                        company.actor,
                        kinds.named("customer").orElseThrow(),
                        ListQuery.ALL.searched(word).limited(200)))
                .rows()
                .forEach(row -> ids.add((UUID) row.get("id")));
        return ids;
    }

    /** Never only blanks, and not what codes and pinyin begin with. */
    private static String name(Random random, int length) {
        StringBuilder name = new StringBuilder("恒");
        int[] letters = LETTERS.codePoints().toArray();
        for (int i = 1; i < length; i++) {
            name.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return name.toString().strip();
    }

    private static String piece(Random random, Map<UUID, String> names) {
        int[] name = List.copyOf(names.values())
                .get(random.nextInt(names.size()))
                .codePoints()
                .toArray();
        int from = random.nextInt(name.length);
        String piece = new String(name, from, 1 + random.nextInt(name.length - from)).strip();
        // Latin letters alone are looked for in codes and pinyin as well.
        return piece.codePoints().anyMatch(Character::isIdeographic) ? piece : "恒";
    }

    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    private static CustomerEntry entry(String name) {
        return new CustomerEntry(
                null, name, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, List.of(), List.of(), true);
    }
}
