/**
 * Electronic invoices as files: what a file says, whatever its form, and files of our own invoices. Nothing here knows the register or the database.
 * Start with {@link io.onaccount.invoicing.efapiao.InvoiceFiles} and {@link io.onaccount.invoicing.efapiao.EInvoice}.
 */
@NamedInterface("efapiao")
@NullMarked
package io.onaccount.invoicing.efapiao;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
