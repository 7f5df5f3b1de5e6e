/** The endpoints of paying by link and their JSON. */
@NullMarked
package io.onaccount.receivables.payment.web;

import org.jspecify.annotations.NullMarked;
