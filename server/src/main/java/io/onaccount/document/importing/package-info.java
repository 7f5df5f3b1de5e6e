/** Reading files of rows: CSV of any usual encoding and Excel, row by row, so that memory does not grow with the file. */
@NullMarked
package io.onaccount.document.importing;

import org.jspecify.annotations.NullMarked;
