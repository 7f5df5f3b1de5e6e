/**
 * Who we are: companies, departments, users, roles, rights, data scope, sessions, numbering, calendar, audit trail. Start with {@link
 * io.onaccount.organization.Actor}: every door of every module takes one. It uses platform only.
 */
@ApplicationModule(allowedDependencies = "platform")
@NullMarked
package io.onaccount.organization;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
