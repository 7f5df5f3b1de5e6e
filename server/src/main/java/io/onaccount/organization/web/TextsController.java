package io.onaccount.organization.web;

import io.onaccount.organization.Anyone;
import io.onaccount.platform.Texts;
import java.util.Locale;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The server's words for the pages. */
@RestController
class TextsController {
    private final Texts texts;

    TextsController(Texts texts) {
        this.texts = texts;
    }

    @GetMapping("/api/v1/texts/{locale}")
    @Anyone("the sign-in page needs its words")
    Map<String, String> texts(@PathVariable String locale) {
        return texts.all(Locale.forLanguageTag(locale));
    }
}
