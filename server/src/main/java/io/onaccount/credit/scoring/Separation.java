package io.onaccount.credit.scoring;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well scores tell the good from the bad: the chance that of a good and a bad customer drawn at random the good one has the higher score
 * (the area under the ROC curve; Mann and Whitney 1947). 1: always, 0.5: no better than tossing a coin. Equal scores count as half.
 */
final class Separation {
    private Separation() {}

    /** One customer on one day: the score, and whether they were bad afterwards. */
    record Seen(BigDecimal score, boolean bad) {}

    /** The area under the curve, four decimals; null when there are none of one sort. */
    static @Nullable BigDecimal of(List<Seen> all) {
        List<Seen> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(Seen::score));
        long good = 0;
        long bad = 0;
        long halves = 0; // pairs in which the good one is higher, counted twice so that ties are whole numbers
        int i = 0;
        while (i < sorted.size()) {
            BigDecimal score = sorted.get(i).score();
            long tiedGood = 0;
            long tiedBad = 0;
            while (i < sorted.size() && sorted.get(i).score().compareTo(score) == 0) {
                if (sorted.get(i).bad()) {
                    tiedBad++;
                } else {
                    tiedGood++;
                }
                i++;
            }
            halves += tiedGood * (2 * bad + tiedBad);
            good += tiedGood;
            bad += tiedBad;
        }
        return good == 0 || bad == 0
                ? null
                : BigDecimal.valueOf(halves)
                        .divide(
                                BigDecimal.valueOf(2 * good).multiply(BigDecimal.valueOf(bad)),
                                4,
                                RoundingMode.HALF_UP);
    }
}
