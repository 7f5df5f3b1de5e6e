/** What credit asks others: what they believe the exposure is, what is overdue, and to try a held document again. */
@NamedInterface("spi")
@NullMarked
package io.onaccount.credit.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
