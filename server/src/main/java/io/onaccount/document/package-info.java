/**
 * What all business documents share: identity, state table, number, history, relatives, attachments, comments, lists, import and export.
 * Start with {@link io.onaccount.document.Kind}: one description per kind, from which everything without rules of its own follows.
 */
@ApplicationModule(allowedDependencies = {"organization", "organization :: spi", "platform"})
@NullMarked
package io.onaccount.document;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
