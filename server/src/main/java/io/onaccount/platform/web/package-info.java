/** What every endpoint shares: problems in the caller's language, exact numbers in JSON, requests that may be repeated. */
@NullMarked
package io.onaccount.platform.web;

import org.jspecify.annotations.NullMarked;
