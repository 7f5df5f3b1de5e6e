/** What sales asks whoever moves the goods, so that nothing is promised and taken back at once. */
@NamedInterface("spi")
@NullMarked
package io.onaccount.sales.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
