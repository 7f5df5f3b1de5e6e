package io.onaccount.party;

import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who a name written by somebody else may be: a bank, a payer. The names of all customers are read once and many names are then looked up, exactly,
 * without place and legal form, or nearly.
 */
public final class PartyNames {
    /** How many customers a name is answered with. */
    private static final int MOST = 5;

    /** Names shorter than this say too little to be taken for one another when they are only alike. */
    private static final int LEAST_ALIKE = 3;

    private static final double ALIKE = 0.6;

    /** Pairs of letters that so many names have tell none of them. */
    private static final int COMMON = 2000;

    /**
     * A customer with such a name.
     *
     * @param percent 100 for the same name, 90 for the same but for place and legal form, less the more it differs
     */
    public record Likeness(UUID party, int percent) {}

    private record Name(UUID party, String key) {}

    private final Map<String, Set<UUID>> exact = new HashMap<>();
    private final Map<String, Set<UUID>> cores = new HashMap<>();
    private final List<Name> names = new ArrayList<>();
    private final Map<String, List<Integer>> pairs = new HashMap<>();

    private PartyNames() {}

    /** The names of the company's customers. */
    public static PartyNames of(Tx tx) {
        PartyNames all = new PartyNames();
        tx.list(
                "select k.party_id, k.kind, k.key from party.match_key k where k.company_id = ? and k.kind in ('NAME', 'SIMILAR')",
                row -> {
                    UUID party = row.uuid("party_id");
                    String key = row.text("key");
                    boolean whole = row.text("kind").equals("NAME");
                    (whole ? all.exact : all.cores)
                            .computeIfAbsent(key, k -> new HashSet<>())
                            .add(party);
                    if (!whole) {
                        all.add(new Name(party, key));
                    }
                    return key;
                },
                tx.company());
        return all;
    }

    private void add(Name name) {
        int index = names.size();
        names.add(name);
        for (String pair : pairs(name.key())) {
            pairs.computeIfAbsent(pair, p -> new ArrayList<>()).add(index);
        }
    }

    private static Set<String> pairs(String key) {
        Set<String> found = new HashSet<>();
        for (int i = 0; i + 2 <= key.length(); i++) {
            found.add(key.substring(i, i + 2));
        }
        return found;
    }

    /** A name as it is compared: two with one key are one company. */
    public static String key(String name) {
        return NameKey.exact(name);
    }

    /** The customers a name may be, the likeliest first; at most five, none for a name that says nothing. */
    public List<Likeness> alike(String name) {
        Map<UUID, Integer> found = new LinkedHashMap<>();
        String key = NameKey.exact(name);
        String core = NameKey.core(name);
        exact.getOrDefault(key, Set.of()).forEach(party -> found.put(party, 100));
        cores.getOrDefault(key, Set.of()).forEach(party -> found.putIfAbsent(party, 90));
        if (!core.isEmpty()) {
            cores.getOrDefault(core, Set.of()).forEach(party -> found.putIfAbsent(party, 90));
        }
        if (found.isEmpty() && core.length() >= LEAST_ALIKE) {
            nearly(core, found);
        }
        return found.entrySet().stream()
                .map(entry -> new Likeness(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Likeness::percent).reversed().thenComparing(Likeness::party))
                .limit(MOST)
                .toList();
    }

    private void nearly(String core, Map<UUID, Integer> found) {
        Map<Integer, Integer> shared = new HashMap<>();
        for (String pair : pairs(core)) {
            List<Integer> with = pairs.getOrDefault(pair, List.of());
            if (with.size() <= COMMON) {
                with.forEach(index -> shared.merge(index, 1, Integer::sum));
            }
        }
        shared.forEach((index, count) -> {
            Name name = names.get(index);
            double likeness = likeness(core, name.key());
            if (likeness >= ALIKE && name.key().length() >= LEAST_ALIKE) {
                found.merge(name.party(), (int) (likeness * 85), Math::max);
            }
        });
    }

    /** 1 for the same; a name that holds another whole (a branch of it) is very like it. */
    private static double likeness(String a, String b) {
        String longer = a.length() >= b.length() ? a : b;
        String shorter = a.length() >= b.length() ? b : a;
        double apart = 1 - (double) distance(a, b) / longer.length();
        boolean han = shorter.codePoints().anyMatch(Character::isIdeographic);
        return longer.contains(shorter) && shorter.length() >= (han ? LEAST_ALIKE : 2 * LEAST_ALIKE)
                ? Math.max(apart, 0.9)
                : apart;
    }

    /** How many letters must be changed, added or left out (Levenshtein), or changed places with the next. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] oldest = before;
            before = last;
            last = row;
            row = oldest;
        }
        return last[b.length()];
    }
}
