/**
 * Who must say yes: flows, steps, delegation and decisions about any subject, knowing none. Start with {@link
 * io.onaccount.approval.Approvals}: a module asks it before it lets something stand, and offers an {@link
 * io.onaccount.approval.spi.ApprovalSubject} that says what is asked for.
 */
@ApplicationModule(
        allowedDependencies = {
            "document",
            "document :: listing",
            "document :: mailing",
            "document :: printing",
            "organization",
            "platform"
        })
@NullMarked
package io.onaccount.approval;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
