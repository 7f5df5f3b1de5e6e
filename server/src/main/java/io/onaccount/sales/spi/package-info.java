/** What sales asks those who come after an order: whoever moves its goods, so that nothing is promised and taken back at once. */
@NamedInterface("spi")
@NullMarked
package io.onaccount.sales.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
