package io.onaccount.platform.postgres;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which database is used.
 *
 * @param data folder of the embedded database
 * @param database an external one instead of it
 */
@ConfigurationProperties("onaccount")
public record DatabaseSettings(
        @DefaultValue("data") Path data, @DefaultValue External database) {

    /**
     * An external PostgreSQL, 15 or newer.
     *
     * @param url JDBC address; without it the embedded database is used
     * @param user signs in as the running application
     * @param password its password
     * @param ownerUser owns the tables and migrates them; when it is missing, {@code user} does, and the application works as {@code
     *     onaccount_app} by {@code set role}
     * @param ownerPassword its password
     * @param reportingUrl address for reports, a read replica; {@code url} when missing
     * @param port port of the embedded database, 0 for a free one
     */
    public record External(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            @Nullable String ownerUser,
            @Nullable String ownerPassword,
            @Nullable String reportingUrl,
            @DefaultValue("0") int port) {}
}
