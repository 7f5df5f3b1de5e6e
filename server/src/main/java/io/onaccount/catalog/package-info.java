/**
 * What we sell and at what price. Start with {@link io.onaccount.catalog.Products}.
 */
@ApplicationModule(allowedDependencies = {"document", "organization", "platform"})
@NullMarked
package io.onaccount.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
