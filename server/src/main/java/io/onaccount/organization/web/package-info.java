/** The doors of organization over HTTP, and what stands before every call: who calls, may they, and from where. */
@NullMarked
package io.onaccount.organization.web;

import org.jspecify.annotations.NullMarked;
