package io.onaccount.receivables.bank;

import java.util.Currency;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Currencies by their ISO 4217 code, and by what Chinese banks call them. */
final class Currencies {
    private static final Set<String> CODES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("人民币", "CNY"),
            Map.entry("人民币元", "CNY"),
            Map.entry("RMB", "CNY"),
            Map.entry("美元", "USD"),
            Map.entry("欧元", "EUR"),
            Map.entry("港币", "HKD"),
            Map.entry("港元", "HKD"),
            Map.entry("日元", "JPY"),
            Map.entry("英镑", "GBP"),
            Map.entry("澳元", "AUD"),
            Map.entry("加元", "CAD"),
            Map.entry("新加坡元", "SGD"),
            Map.entry("瑞士法郎", "CHF"));

    private Currencies() {}

    static boolean known(String code) {
        return CODES.contains(code);
    }

    /** The code for a name, or the text itself. */
    static String code(String name) {
        String plain = name.strip();
        return NAMES.getOrDefault(plain, plain);
    }
}
