/**
 * Lists of any kind: filtered, searched, sorted, paged, summed, and kept as views. Start with {@link io.onaccount.document.listing.Lists}; what
 * a kind offers for it is its {@link io.onaccount.document.ListDefinition}.
 */
@NullMarked
package io.onaccount.document.listing;

import org.jspecify.annotations.NullMarked;
