/** The endpoints of applications, invoices and what is to be invoiced. */
@NullMarked
package io.onaccount.invoicing.web;

import org.jspecify.annotations.NullMarked;
