/** What sales asks those who come after an order. */
@NamedInterface("spi")
@NullMarked
package io.onaccount.sales.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
