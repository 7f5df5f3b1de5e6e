/** The endpoints of lists, records, saved views, search and imports: the same for all kinds. */
@NullMarked
package io.onaccount.document.web;

import org.jspecify.annotations.NullMarked;
