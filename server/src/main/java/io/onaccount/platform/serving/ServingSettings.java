package io.onaccount.platform.serving;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the server shows itself.
 *
 * @param web folder of the built pages
 * @param metricsToken lets a caller from another machine read the metrics; without it only this machine may
 * @param command a command to run instead of serving, {@code import}
 * @param commandArgument what it is about, a file
 * @param empty true leaves a new database empty; otherwise the demo company is filled in
 * @param train true asks itself a few pages and ends: so the JVM learns what a start needs
 */
@ConfigurationProperties("onaccount")
public record ServingSettings(
        @DefaultValue("web/dist") Path web,
        @Nullable String metricsToken,
        @Nullable String command,
        @Nullable String commandArgument,
        @DefaultValue("false") boolean empty,
        @DefaultValue("false") boolean train) {}
