package io.onaccount.receivables.payment;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.LinkKeys;
import io.onaccount.receivables.payment.spi.PaymentProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Through whom a company's customers may pay by link. A secret is written, used, and never shown again. */
@Component
public final class PaymentSettings {
    private static final int LEAST_SECRET = 16;
    private static final int MOST_SECRET = 200;

    private final List<PaymentProvider> providers;
    private final AuditTrail trail;

    PaymentSettings(List<PaymentProvider> providers, AuditTrail trail) {
        this.providers = providers;
        this.trail = trail;
    }

    /**
     * A provider as the company has set it.
     *
     * @param trial whether no money moves
     * @param merchant by which it knows us
     * @param hasSecret whether one is kept
     * @param cashAccount where its money arrives; null while it was never set
     * @param otherAccounts where money in other currencies arrives, one account for each
     * @param byRule whether what it has confirmed counts without a second person
     */
    public record Provider(
            String name,
            boolean trial,
            boolean enabled,
            String merchant,
            boolean hasSecret,
            @Nullable UUID cashAccount,
            List<UUID> otherAccounts,
            boolean byRule,
            int version) {}

    /** @param address where the company is reached from outside, {@code https://…}; without one nothing is printed to be scanned */
    public record Settings(String address, int version, List<Provider> providers) {}

    /**
     * One in use, with what only we and the provider know.
     *
     * @param accounts where money arrives, by currency
     */
    record InUse(
            PaymentProvider provider,
            boolean enabled,
            PaymentProvider.Merchant merchant,
            Map<String, UUID> accounts,
            boolean byRule,
            UUID setBy) {

        boolean takes(String currency) {
            return accounts.containsKey(currency) && provider.takes(currency);
        }
    }

    public Settings read(Tx tx) {
        Map<String, Provider> set = new HashMap<>();
        tx.list(
                        "select p.name, p.enabled, p.merchant, p.secret is not null as has_secret, p.cash_account_id, p.by_rule, p.version,"
                                + " array(select a.cash_account_id from receivables.payment_provider_account a where a.company_id = p.company_id"
                                + " and a.provider = p.name order by a.cash_account_id) as others from receivables.payment_provider p where p.company_id = ?",
                        row -> new Provider(
                                row.text("name"),
                                false,
                                row.bool("enabled"),
                                row.text("merchant"),
                                row.bool("has_secret"),
                                row.uuid("cash_account_id"),
                                row.list("others", UUID.class),
                                row.bool("by_rule"),
                                row.integer("version")),
                        tx.company())
                .forEach(provider -> set.put(provider.name(), provider));
        List<Provider> all = new ArrayList<>();
        for (PaymentProvider provider : providers) {
            Provider one = set.get(provider.name());
            all.add(
                    one == null
                            ? new Provider(
                                    provider.name(), provider.isTrial(), false, "", false, null, List.of(), false, 0)
                            : new Provider(
                                    one.name(),
                                    provider.isTrial(),
                                    one.enabled(),
                                    one.merchant(),
                                    one.hasSecret(),
                                    one.cashAccount(),
                                    one.otherAccounts(),
                                    one.byRule(),
                                    one.version()));
        }
        return tx.first(
                        "select s.address, s.version from receivables.payment_setting s where s.company_id = ?",
                        row -> new Settings(row.text("address"), row.integer("version"), all),
                        tx.company())
                .orElseGet(() -> new Settings("", 0, all));
    }

    /** Those customers may choose from. */
    List<InUse> enabled(Tx tx) {
        return select(tx, null).stream().filter(InUse::enabled).toList();
    }

    /** One that was set, in use or not: what was begun through it may still be paid. */
    Optional<InUse> find(Tx tx, String name) {
        return select(tx, name).stream().findFirst();
    }

    private List<InUse> select(Tx tx, @Nullable String name) {
        return tx.list("""
                        select p.name, p.enabled, p.merchant, p.secret, p.by_rule, p.set_by, c.ids, c.currencies from receivables.payment_provider p
                        cross join lateral (
                          select array_agg(c.id) as ids, array_agg(c.currency::text) as currencies from receivables.cash_account c
                          where c.company_id = p.company_id and (c.id = p.cash_account_id or c.active and c.id in (
                            select a.cash_account_id from receivables.payment_provider_account a
                            where a.company_id = p.company_id and a.provider = p.name))) c
                        where p.company_id = ? and p.secret is not null and (?::text is null or p.name = ?) order by p.name""", this::inUse, tx.company(), name, name).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty for one this version no longer has. */
    private Optional<InUse> inUse(Row row) {
        String name = row.text("name");
        Map<String, UUID> accounts = new HashMap<>();
        List<UUID> ids = row.list("ids", UUID.class);
        List<String> currencies = row.list("currencies", String.class);
        for (int i = 0; i < ids.size(); i++) {
            accounts.put(currencies.get(i), ids.get(i));
        }
        return providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .map(provider -> new InUse(
                        provider,
                        row.bool("enabled"),
                        new PaymentProvider.Merchant(row.text("merchant"), row.bytes("secret")),
                        Map.copyOf(accounts),
                        row.bool("by_rule"),
                        row.uuid("set_by")));
    }

    /** Where the company is reached from outside. */
    public Settings changeAddress(Tx tx, Actor actor, @Nullable String address, @Nullable Integer version) {
        Problem.Collector problems = new Problem.Collector();
        String text = Input.text(problems, "address", address, 200);
        String clean = text == null ? "" : text.replaceAll("/+$", "");
        problems.check(clean.isEmpty() || isAddress(clean), "address", "payment-address");
        problems.throwIfAny();
        Settings old = read(tx);
        int touched = tx.execute("""
                insert into receivables.payment_setting as s (company_id, address) values (?, ?)
                on conflict (company_id) do update set address = excluded.address, version = s.version + 1 where s.version = ?""", tx.company(), clean, version == null ? old.version() : version);
        if (touched != 1) {
            throw Problem.stale("", "");
        }
        trail.record(
                tx, actor, new AuditTrail.Fact("configure", OnlinePayments.KIND, null, null, Map.of("address", clean)));
        return read(tx);
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = URI.create(text);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * How a provider is used, as entered.
     *
     * @param secret null to keep the one there is
     * @param otherAccounts where money in other currencies arrives, one account for each; null for none
     */
    public record Entry(
            boolean enabled,
            @Nullable String merchant,
            @Nullable String secret,
            @Nullable UUID cashAccount,
            @Nullable List<UUID> otherAccounts,
            boolean byRule) {}

    /** Sets a provider; receipts of its payments are booked in the name of whoever did. 404 for one there isn't. */
    public Settings change(Tx tx, Actor actor, String name, Entry entry, @Nullable Integer version) {
        PaymentProvider provider = providers.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("payment-provider", name));
        Provider old = read(tx).providers().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
        Problem.Collector problems = new Problem.Collector();
        String merchant = Input.text(problems, "merchant", entry.merchant(), 100);
        String secret = entry.secret() == null || entry.secret().isBlank() ? null : entry.secret();
        if (secret != null) {
            problems.check(
                    secret.length() >= LEAST_SECRET && secret.length() <= MOST_SECRET && Input.isOneLine(secret),
                    "secret",
                    "payment-secret",
                    LEAST_SECRET,
                    MOST_SECRET);
        }
        problems.check(!entry.enabled() || old.hasSecret() || secret != null, "secret", "required");
        UUID account = entry.cashAccount();
        if (account == null) {
            problems.add("cashAccount", "required");
        } else {
            problems.check(CashAccounts.takesMoneyOf(tx, account, actor.currency()), "cashAccount", "payment-account");
        }
        List<UUID> others = entry.otherAccounts() == null ? List.of() : entry.otherAccounts();
        problems.check(
                CashAccounts.takeOtherMoney(tx, others, actor.currency(), provider::takes),
                "otherAccounts",
                "payment-other-accounts");
        problems.check(!entry.byRule() || actor.may("receipt.confirm"), "byRule", "forbidden", "receipt.confirm");
        problems.throwIfAny();
        LinkKeys.of(tx); // so that links can be read without writing
        int touched = tx.execute(
                """
                insert into receivables.payment_provider as p (company_id, name, enabled, merchant, secret, cash_account_id, by_rule, set_by)
                values (?, ?, ?, ?,
                  coalesce(?::bytea, (select o.secret from receivables.payment_provider o where o.company_id = ? and o.name = ?)), ?, ?, ?)
                on conflict (company_id, name) do update set enabled = excluded.enabled, merchant = excluded.merchant,
                  secret = excluded.secret, cash_account_id = excluded.cash_account_id, by_rule = excluded.by_rule,
                  set_by = excluded.set_by, version = p.version + 1
                where p.version = ?""",
                tx.company(),
                provider.name(),
                entry.enabled(),
                merchant == null ? "" : merchant,
                secret == null ? null : secret.getBytes(StandardCharsets.UTF_8),
                tx.company(),
                provider.name(),
                account,
                entry.byRule(),
                actor.user(),
                version == null ? old.version() : version);
        if (touched != 1) {
            throw Problem.stale("", "");
        }
        tx.execute(
                "delete from receivables.payment_provider_account a where a.company_id = ? and a.provider = ?",
                tx.company(),
                provider.name());
        tx.execute(
                "insert into receivables.payment_provider_account (company_id, provider, cash_account_id) select ?, ?, unnest(?::uuid[])",
                tx.company(),
                provider.name(),
                SqlArray.of("uuid", others));
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "configure",
                        OnlinePayments.KIND,
                        null,
                        provider.name(),
                        Map.of(
                                "enabled",
                                entry.enabled(),
                                "merchant",
                                merchant == null ? "" : merchant,
                                "secretChanged",
                                secret != null,
                                "byRule",
                                entry.byRule())));
        return read(tx);
    }
}
