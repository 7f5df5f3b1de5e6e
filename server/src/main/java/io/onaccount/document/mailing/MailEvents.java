package io.onaccount.document.mailing;

import io.onaccount.platform.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** The occasions of all modules, by name. */
@Component
final class MailEvents {
    static final String TEST = "test";
    static final String TEST_SMS = "test-sms";
    static final String RECORD = "record";
    static final String DIGEST = "digest";

    private final Map<String, MailEvent> events = new TreeMap<>();

    MailEvents(List<MailEvent> events) {
        events.forEach(event -> this.events.put(event.name(), event));
    }

    Collection<MailEvent> all() {
        return events.values();
    }

    List<MailEvent> wished() {
        return events.values().stream().filter(MailEvent::wished).toList();
    }

    /** 404 when there is none. */
    MailEvent named(String name) {
        MailEvent event = events.get(name);
        if (event == null) {
            throw Problem.notFound("mail-template", name);
        }
        return event;
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {
        @Bean("mail.test")
        MailEvent testMail() {
            return MailEvent.outward(TEST, List.of(), Map.of());
        }

        @Bean("mail.test-sms")
        MailEvent testSms() {
            return testMail().bySms();
        }

        @Bean("mail.record")
        MailEvent recordMail() {
            return MailEvent.outward(RECORD, List.of("kind", "number", "customer"), Map.of());
        }

        @Bean("mail.digest")
        MailEvent digestMail() {
            return MailEvent.outward(DIGEST, List.of("count"), Map.of("lines", List.of("line")));
        }
    }
}
