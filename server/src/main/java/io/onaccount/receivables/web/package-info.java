/** The endpoints of receivables and their JSON. */
@NullMarked
package io.onaccount.receivables.web;

import org.jspecify.annotations.NullMarked;
