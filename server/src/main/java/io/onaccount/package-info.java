/** The whole product: one folder per module, each says in its own package-info what it is for and what it may use. */
@NullMarked
package io.onaccount;

import org.jspecify.annotations.NullMarked;
