/**
 * Words and tools without business: money, ids, problems, the database door, jobs, the contract of import and export. Start with
 * {@link io.onaccount.platform.Money} and {@link io.onaccount.platform.db.Database}. It uses no other module.
 */
@ApplicationModule(
        allowedDependencies = {},
        type = ApplicationModule.Type.OPEN)
@NullMarked
package io.onaccount.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
