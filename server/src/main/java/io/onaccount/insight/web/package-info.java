/** The endpoints of the home page and of a customer's past. */
@NullMarked
package io.onaccount.insight.web;

import org.jspecify.annotations.NullMarked;
