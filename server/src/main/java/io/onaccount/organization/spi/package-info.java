/** What organization asks modules above it. */
@NamedInterface("spi")
@NullMarked
package io.onaccount.organization.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
