/** What party tells modules above it. */
@NamedInterface("spi")
@NullMarked
package io.onaccount.party.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
