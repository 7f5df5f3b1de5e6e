package io.onaccount.platform.web;

import java.beans.PropertyEditorSupport;
import java.util.UUID;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/** Ids in addresses in their one usual form; Java's own reading takes "1-1-1-1-1" too. */
@ControllerAdvice
class StrictIds {

    @InitBinder
    void ids(WebDataBinder binder) {
        binder.registerCustomEditor(UUID.class, new PropertyEditorSupport() {
            @Override
            public void setAsText(String text) {
                UUID id = JsonInput.Id.parse(text);
                if (id == null) {
                    throw new IllegalArgumentException("no id");
                }
                setValue(id);
            }
        });
    }
}
