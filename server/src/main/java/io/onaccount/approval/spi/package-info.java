/** What approval asks the module of a subject: its facts and figures, and what follows from the answer. */
@NamedInterface("spi")
@NullMarked
package io.onaccount.approval.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
