/** Products and their categories over HTTP. */
@NullMarked
package io.onaccount.catalog.web;

import org.jspecify.annotations.NullMarked;
