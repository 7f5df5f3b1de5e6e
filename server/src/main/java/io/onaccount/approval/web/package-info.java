/** The endpoints of approval and their JSON. */
@NullMarked
package io.onaccount.approval.web;

import org.jspecify.annotations.NullMarked;
