/** Customers and payment terms over HTTP. */
@NullMarked
package io.onaccount.party.web;

import org.jspecify.annotations.NullMarked;
