/** The endpoints of bank reconciliation and their JSON. */
@NullMarked
package io.onaccount.receivables.bank.web;

import org.jspecify.annotations.NullMarked;
