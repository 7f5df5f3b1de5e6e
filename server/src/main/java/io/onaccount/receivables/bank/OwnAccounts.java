package io.onaccount.receivables.bank;

import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.CashAccounts.CashAccount;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which of our accounts a file means: as users said before, by its number, or by what a masked number leaves of it. */
record OwnAccounts(Map<UUID, CashAccount> accounts, Map<String, UUID> said) {
    private static final int LEAST = 6;

    static OwnAccounts of(Tx tx, List<CashAccount> all) {
        Map<UUID, CashAccount> accounts = new HashMap<>();
        all.forEach(account -> accounts.put(account.id(), account));
        Map<String, UUID> said = new HashMap<>();
        tx.list(
                "select k.key, k.cash_account_id from receivables.bank_account_key k where k.company_id = ?",
                row -> said.put(row.text("key"), row.uuid("cash_account_id")),
                tx.company());
        return new OwnAccounts(accounts, said);
    }

    /** An account's number as it is compared. */
    static String key(String account) {
        return account.replaceAll("[^\\p{L}\\p{N}*]", "").toUpperCase(Locale.ROOT);
    }

    Optional<CashAccount> find(String account, String currency) {
        String key = key(account);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        UUID known = said.get(key);
        if (known != null) {
            return Optional.ofNullable(accounts.get(known));
        }
        List<CashAccount> fitting = accounts.values().stream()
                .filter(CashAccount::active)
                .filter(one -> currency.isEmpty() || one.currency().equals(currency))
                .filter(one -> fits(key, key(one.accountNumber() == null ? "" : one.accountNumber())))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    private static boolean fits(String inFile, String ours) {
        if (ours.length() < LEAST) {
            return false;
        }
        if (inFile.contains("*")) {
            String begin = inFile.substring(0, inFile.indexOf('*'));
            String end = inFile.substring(inFile.lastIndexOf('*') + 1);
            return end.length() >= 4 && ours.startsWith(begin) && ours.endsWith(end);
        }
        // A bank's code may stand before the number, as in an IBAN.
        return ours.equals(inFile) || (inFile.length() >= LEAST && (inFile.endsWith(ours) || ours.endsWith(inFile)));
    }
}
