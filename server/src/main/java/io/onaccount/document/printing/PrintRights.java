package io.onaccount.document.printing;

import io.onaccount.organization.spi.RightSource;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who may see and change the templates; printing itself goes with seeing the record. */
@Component
class PrintRights implements RightSource {
    @Override
    public Collection<String> rights() {
        return List.of("print-template.view", "print-template.edit");
    }
}
