/**
 * Printing, once for all kinds (FND-24): what a kind's records print is described by a {@link
 * io.onaccount.document.printing.PrintSource}; templates in HTML with fields lay it out; {@link io.onaccount.document.printing.Printing} makes
 * PDF and Excel of it.
 */
@NamedInterface("printing")
@NullMarked
package io.onaccount.document.printing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
