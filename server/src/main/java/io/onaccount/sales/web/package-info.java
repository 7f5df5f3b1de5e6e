/** The endpoints of sales orders. */
@NullMarked
package io.onaccount.sales.web;

import org.jspecify.annotations.NullMarked;
