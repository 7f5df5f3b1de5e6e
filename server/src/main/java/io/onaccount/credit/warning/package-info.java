/**
 * What deserves a look before it costs money (预警): rules of the company's own watch all customers each night, and what they find stays open while
 * it is true. Start with {@link io.onaccount.credit.warning.Warnings}.
 */
@NamedInterface("warning")
@NullMarked
package io.onaccount.credit.warning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
