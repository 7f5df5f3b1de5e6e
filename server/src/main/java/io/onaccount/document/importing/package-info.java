/**
 * Import of files into any target: kept, matched, tried and carried out, row by row, so that memory does not grow with the file. Start with
 * {@link io.onaccount.document.importing.Imports}; what a module offers for it is an {@link io.onaccount.document.ImportTarget}. A module that
 * reads tables of its own kind takes {@link io.onaccount.document.importing.Sheet} and {@link io.onaccount.document.importing.Cells}.
 */
@NamedInterface("importing")
@NullMarked
package io.onaccount.document.importing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
