/**
 * Everything in one file and back: {@link io.onaccount.platform.backup.Backup} writes it from a running or a resting database, {@link
 * io.onaccount.platform.backup.Restore} reads it into an empty one of the same version, embedded or external.
 */
@NullMarked
package io.onaccount.platform.backup;

import org.jspecify.annotations.NullMarked;
