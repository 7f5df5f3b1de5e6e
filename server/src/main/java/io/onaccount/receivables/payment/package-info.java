/**
 * Paying by link (在线收款): the page a customer opens without signing in, the providers that take the money, and what they tell us, booked once.
 * Start with {@link io.onaccount.receivables.payment.PayLinks} and {@link io.onaccount.receivables.payment.OnlinePayments}.
 */
@NamedInterface("payment")
@NullMarked
package io.onaccount.receivables.payment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
