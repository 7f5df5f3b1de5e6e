/**
 * What the server does around its business: hands out the pages, sets the security headers, tells how it is, runs the commands of the command
 * line. Start with {@link io.onaccount.platform.serving.Pages}.
 */
@NullMarked
package io.onaccount.platform.serving;

import org.jspecify.annotations.NullMarked;
