/** What fulfilment asks whoever registers invoices, so that nothing is invoiced twice. */
@NamedInterface("spi")
@NullMarked
package io.onaccount.fulfilment.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
