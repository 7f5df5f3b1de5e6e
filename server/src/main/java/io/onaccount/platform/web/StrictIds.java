package io.onaccount.platform.web;

import java.util.UUID;
import org.springframework.core.convert.converter.Converter;

/** Ids in addresses in their one usual form; Java's own reading takes "1-1-1-1-1" too. */
final class StrictIds implements Converter<String, UUID> {
    @Override
    public UUID convert(String text) {
        UUID id = JsonInput.Id.parse(text);
        if (id == null) {
            throw new IllegalArgumentException("no id");
        }
        return id;
    }
}
