/** What the catalog asks modules above it, so that a product can be picked with its stock and last price beside it. */
@NamedInterface("spi")
@NullMarked
package io.onaccount.catalog.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
