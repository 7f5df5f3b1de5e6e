/**
 * Bank reconciliation (银行对账): statements read from any common format, their lines matched with what customers owe, booked, explained, and the
 * book's balance shown beside the bank's. Start with {@link io.onaccount.receivables.bank.StatementReading} and {@link
 * io.onaccount.receivables.bank.BankFiles}.
 */
@NamedInterface("bank")
@NullMarked
package io.onaccount.receivables.bank;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
