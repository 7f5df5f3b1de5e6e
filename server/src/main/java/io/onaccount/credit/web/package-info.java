/** The endpoints of credit and their JSON. */
@NullMarked
package io.onaccount.credit.web;

import org.jspecify.annotations.NullMarked;
