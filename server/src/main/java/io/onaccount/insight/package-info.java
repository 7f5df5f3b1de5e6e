/**
 * Figures across modules, from SQL views: the home page by role, and what a customer's page tells about the past. Start with {@link
 * io.onaccount.insight.Home}. It calls no door of another module.
 */
@ApplicationModule(allowedDependencies = {"platform", "organization", "document"})
@NullMarked
package io.onaccount.insight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
