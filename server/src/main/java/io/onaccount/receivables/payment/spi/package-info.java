/** What a payment provider (微信支付, 支付宝, a bank) has to answer. */
@NamedInterface("payment-spi")
@NullMarked
package io.onaccount.receivables.payment.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
