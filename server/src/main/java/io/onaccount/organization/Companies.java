package io.onaccount.organization;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The companies (账套) of this installation and what each has decided for itself. Read from memory; a change on another node is seen within ten seconds. */
@Component
public final class Companies {
    private static final String COLUMNS =
            "id, name, name_en, base_currency, zone, fiscal_year_start, tax_inclusive, price_decimals, quantity_decimals, settings, version";

    private final Database database;
    private final AuditTrail trail;
    private final JsonMapper json;
    private final Cache<Long, Company> cache =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(10)).build();

    Companies(Database database, AuditTrail trail, JsonMapper json) {
        this.database = database;
        this.trail = trail;
        this.json = json;
    }

    /** The company of this transaction. */
    public Company get(Tx tx) {
        Company known = cache.getIfPresent(tx.company());
        if (known != null) {
            return known;
        }
        Company read = load(tx);
        cache.put(read.id(), read);
        return read;
    }

    /** What the company of this transaction has decided. */
    public CompanySettings settings(Tx tx) {
        return get(tx).settings();
    }

    /** The company's own number pattern for a kind, if it has set one; read through the given pool when it isn't in memory. */
    Optional<String> numberPattern(Database through, long company, String kind) {
        Company known = cache.getIfPresent(company);
        Company now = known == null ? through.read(company, this::get) : known;
        return Optional.ofNullable(now.settings().numberPatterns().get(kind));
    }

    /** All companies, in the order of their ids. */
    public List<Long> all() {
        return database.read(0, tx -> tx.list("select id from organization.company order by id", r -> r.number("id")));
    }

    /** Names by id, for those a user may enter. */
    Map<Long, String> names(List<Long> ids) {
        Map<Long, String> names = new LinkedHashMap<>();
        database.read(0, tx -> {
            tx.each(
                    Sql.of(
                            "select id, name from organization.company where id = any(?) order by id",
                            SqlArray.of("int8", ids)),
                    row -> names.put(row.number("id"), row.text("name")));
            return names;
        });
        return names;
    }

    private Company load(Tx tx) {
        return tx.first("select " + COLUMNS + " from organization.company where id = ?", this::read, tx.company())
                .orElseThrow(() -> new IllegalStateException("no company " + tx.company()));
    }

    private Company read(Row row) {
        return new Company(
                row.number("id"),
                row.text("name"),
                row.textOrNull("name_en"),
                row.text("base_currency"),
                ZoneId.of(row.text("zone")),
                row.integer("fiscal_year_start"),
                row.bool("tax_inclusive"),
                row.integer("price_decimals"),
                row.integer("quantity_decimals"),
                settings(row.text("settings")),
                row.integer("version"));
    }

    /** Stored settings over the defaults: what an older version did not know yet has its default. */
    private CompanySettings settings(String stored) {
        if (stored.equals("{}")) {
            return CompanySettings.DEFAULTS;
        }
        Map<String, Object> all =
                new HashMap<>(json.convertValue(CompanySettings.DEFAULTS, new TypeReference<Map<String, Object>>() {}));
        Map<String, Object> own = json.readValue(stored, new TypeReference<>() {});
        own.keySet().retainAll(all.keySet());
        all.putAll(own);
        return json.convertValue(all, CompanySettings.class);
    }

    /** Writes the company anew; the currency can't be changed once there are books. */
    public Company update(Tx tx, Actor actor, Company changed, @Nullable Integer version) {
        Company old = tx.one(
                "select " + COLUMNS + " from organization.company where id = ? for update", this::read, tx.company());
        if (version != null && version != old.version()) {
            throw Problem.of(412, "stale-settings");
        }
        Problem.Collector problems = new Problem.Collector();
        problems.check(old.baseCurrency().equals(changed.baseCurrency()), "baseCurrency", "currency-fixed");
        changed.settings()
                .numberPatterns()
                .forEach((kind, pattern) -> problems.check(
                        Numbering.isPattern(pattern), "settings.numberPatterns." + kind, "not-a-number-pattern"));
        problems.throwIfAny();
        tx.addExpecting(
                Rank.DOCUMENT,
                1,
                () -> Problem.of(412, "stale-settings"),
                """
                update organization.company set name = ?, name_en = ?, zone = ?, fiscal_year_start = ?, tax_inclusive = ?,
                    price_decimals = ?, quantity_decimals = ?, settings = ?, version = version + 1
                where id = ? and version = ?""",
                changed.name(),
                changed.nameEn(),
                changed.zone().getId(),
                changed.fiscalYearStart(),
                changed.taxInclusive(),
                changed.priceDecimals(),
                changed.quantityDecimals(),
                new Json(json.writeValueAsString(changed.settings())),
                tx.company(),
                old.version());
        trail.record(
                tx, actor, new AuditTrail.Fact("change", "company", null, changed.name(), differences(old, changed)));
        tx.afterCommit(() -> cache.invalidate(old.id()));
        return new Company(
                old.id(),
                changed.name(),
                changed.nameEn(),
                old.baseCurrency(),
                changed.zone(),
                changed.fiscalYearStart(),
                changed.taxInclusive(),
                changed.priceDecimals(),
                changed.quantityDecimals(),
                changed.settings(),
                old.version() + 1);
    }

    /** A company's logo: PNG or JPEG. */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    public record Logo(String type, byte[] content) {
        public static final int MOST_BYTES = 300 * 1024;
        public static final int MOST_PIXELS = 2000;

        /** The picture, told by its content; 400 when it is none, or too large for a letterhead. Its size is read without unpacking it. */
        public static Logo of(byte[] content) {
            try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(content))) {
                Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
                if (!readers.hasNext()) {
                    throw Problem.invalid("file", "logo-type");
                }
                ImageReader reader = readers.next();
                try {
                    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
                    if (!format.equals("png") && !format.equals("jpeg")) {
                        throw Problem.invalid("file", "logo-type");
                    }
                    reader.setInput(in, true, true);
                    if (content.length > MOST_BYTES
                            || reader.getWidth(0) > MOST_PIXELS
                            || reader.getHeight(0) > MOST_PIXELS) {
                        throw Problem.invalid("file", "logo-too-large", MOST_BYTES / 1024, MOST_PIXELS);
                    }
                    return new Logo("image/" + format, content);
                } finally {
                    reader.dispose();
                }
            } catch (IOException e) {
                throw Problem.invalid("file", "logo-type");
            }
        }
    }

    /** The company's logo, if it has one. */
    public Optional<Logo> logo(Tx tx) {
        return tx.first(
                "select l.type, l.content from organization.company_logo l where l.company_id = ?",
                row -> new Logo(row.text("type"), row.bytes("content")),
                tx.company());
    }

    /** @param content null to have none */
    public void changeLogo(Tx tx, Actor actor, byte @Nullable [] content) {
        Logo logo = content == null ? null : Logo.of(content);
        tx.add(Rank.DETAIL, "delete from organization.company_logo where company_id = ?", tx.company());
        if (logo != null) {
            tx.add(
                    Rank.DETAIL,
                    "insert into organization.company_logo (company_id, type, content) values (?, ?, ?)",
                    tx.company(),
                    logo.type(),
                    logo.content());
        }
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact("change", "company", null, get(tx).name(), Map.of("logo", logo != null)));
    }

    private Map<String, Object> differences(Company old, Company changed) {
        Map<String, Object> before = json.convertValue(old, new TypeReference<>() {});
        Map<String, Object> after = json.convertValue(changed, new TypeReference<>() {});
        Map<String, Object> differences = new LinkedHashMap<>();
        after.forEach((field, value) -> {
            if (!field.equals("version") && !Objects.equals(value, before.get(field))) {
                differences.put(field, java.util.Arrays.asList(before.get(field), value));
            }
        });
        return differences;
    }

    /** Drops what is in memory, for whoever writes a company's row by another way. */
    void forget(long company) {
        cache.invalidate(company);
    }
}
