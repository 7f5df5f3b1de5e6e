/**
 * Lists of any kind: filtered, searched, sorted, paged, summed, and kept as views. Start with {@link io.onaccount.document.listing.Lists}; what
 * a kind offers for it is its {@link io.onaccount.document.ListDefinition}.
 */
@NamedInterface("listing")
@NullMarked
package io.onaccount.document.listing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
