/** The one way to the database: {@link io.onaccount.platform.db.Database} opens a transaction of one company and hands out a {@link io.onaccount.platform.db.Tx}. */
@NullMarked
package io.onaccount.platform.db;

import org.jspecify.annotations.NullMarked;
