package io.onaccount.organization;

import io.onaccount.platform.Problem;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, in which company, with which rights, on which business day. Handed to every door: nothing about the caller is ambient.
 *
 * @param rights what they may do, {@code sales-order.confirm}
 * @param scope which records they may see
 * @param department where what they create belongs
 * @param currency the company's base currency
 * @param today the business date in the company's time zone
 */
public record Actor(
        long company,
        UUID user,
        String name,
        Locale locale,
        Set<String> rights,
        Scope scope,
        @Nullable UUID department,
        String currency,
        ZoneId zone,
        LocalDate today) {

    public boolean may(String right) {
        return rights.contains(right);
    }

    /** Throws 403 when the right is missing. */
    public void require(String right) {
        if (!may(right)) {
            throw Problem.forbidden(right);
        }
    }

    /** The same person on another business day: for history made by the demo and for imports. */
    public Actor on(LocalDate day) {
        return new Actor(company, user, name, locale, rights, scope, department, currency, zone, day);
    }

    /** The same person answered in another language: for what is shown to somebody else in their name. */
    public Actor speaking(Locale language) {
        return new Actor(company, user, name, language, rights, scope, department, currency, zone, today);
    }

    /** The same person seeing all of the company: for records that belong to everybody in it, such as products and warehouses. */
    public Actor companyWide() {
        return new Actor(company, user, name, locale, rights, Scope.all(user), department, currency, zone, today);
    }
}
