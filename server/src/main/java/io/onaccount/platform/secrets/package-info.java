/** What must be usable but never readable again: passwords of other systems, sealed with a key that is not in the database. */
@NullMarked
package io.onaccount.platform.secrets;

import org.jspecify.annotations.NullMarked;
