/**
 * Long work in the background: {@link io.onaccount.platform.jobs.Jobs} takes it, a {@link io.onaccount.platform.jobs.JobHandler} of its kind
 * does it, it tells how far it is, can be cancelled, and goes on after a restart. {@link io.onaccount.platform.jobs.RecurringWork} is what
 * comes again by the clock.
 */
@NullMarked
package io.onaccount.platform.jobs;

import org.jspecify.annotations.NullMarked;
