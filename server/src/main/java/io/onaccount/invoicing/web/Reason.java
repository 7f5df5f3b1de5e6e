package io.onaccount.invoicing.web;

import io.onaccount.platform.web.MaxLength;

/** Why something is given back, taken back or made void. */
record Reason(@MaxLength(500) String reason) {}
