/** The endpoints of deliveries and returns. */
@NullMarked
package io.onaccount.fulfilment.web;

import org.jspecify.annotations.NullMarked;
