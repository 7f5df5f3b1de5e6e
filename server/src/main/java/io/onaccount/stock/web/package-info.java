/** Warehouses and stock adjustments over HTTP. */
@NullMarked
package io.onaccount.stock.web;

import org.jspecify.annotations.NullMarked;
