package io.onaccount.receivables;

import io.onaccount.platform.Texts;
import io.onaccount.receivables.AllocationView.TakenDiscount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Every cash discount explains itself in a sentence (DSC-02). */
@Component
public final class DiscountWords {
    private final Texts texts;

    DiscountWords(Texts texts) {
        this.texts = texts;
    }

    /** Allocations with their discounts explained. */
    public List<AllocationView> explained(Locale locale, List<AllocationView> allocations) {
        return allocations.stream().map(a -> explained(locale, a)).toList();
    }

    private AllocationView explained(Locale locale, AllocationView a) {
        TakenDiscount d = a.discount();
        return d == null
                ? a
                : a.explained(texts.text(
                        locale,
                        d.valueDate().isAfter(d.until()) ? "discount.taken-in-grace" : "discount.taken",
                        d.valueDate(),
                        d.rate(),
                        d.days(),
                        d.until(),
                        a.amount().subtract(d.amount()),
                        a.amount(),
                        d.amount()));
    }

    /** What an item offers on a day. */
    String offered(Locale locale, CashDiscount offer, LocalDate day, BigDecimal open) {
        CashDiscount.Step step = offer.step();
        if (step == null) {
            return "";
        }
        String sentence = texts.text(
                locale,
                day.isAfter(step.until()) ? "discount.offered-in-grace" : "discount.offered",
                day,
                step.rate(),
                step.days(),
                step.until(),
                offer.payable(offer.same(open)).amount(),
                open,
                offer.discount(offer.same(open)).amount(),
                step.countedFrom());
        if (!offer.base().equals(offer.amount())) {
            sentence += texts.text(locale, "discount.without-tax", offer.base().amount());
        }
        return step.fullOnly() ? sentence + texts.text(locale, "discount.full-only") : sentence;
    }

    /** The last day on which there was something. */
    String gone(Locale locale, LocalDate last) {
        return texts.text(locale, "discount.gone", last);
    }
}
