/**
 * Where the data lives: the embedded server ({@link io.onaccount.platform.postgres.ManagedPostgres}) or an external one, the two roles, the
 * migrations and the three data sources. Start with {@link io.onaccount.platform.postgres.DataSources}.
 */
@NullMarked
package io.onaccount.platform.postgres;

import org.jspecify.annotations.NullMarked;
