package io.onaccount.document.mailing;

import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.REF;
import static io.onaccount.document.Field.Type.STATUS;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.ListDefinition;
import io.onaccount.organization.spi.RightSource;
import java.util.Collection;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The list of mails, and who may see and set what. */
@Configuration(proxyBeanMethods = false)
class MailKind {

    @Bean("kind.mail")
    Kind mailKind(List<MailEvent> events) {
        ListDefinition list = new ListDefinition(
                "document.mail m",
                "m",
                "m",
                "true",
                List.of(
                        Field.of("createdAt", INSTANT, "m.created_at").sorted(),
                        Field.of("state", STATUS, "m.state")
                                .choices(MailState.class)
                                .sorted(),
                        Field.of("to", TEXT, "m.to_address"),
                        Field.of("toName", TEXT, "m.to_name"),
                        Field.of("subject", TEXT, "m.subject"),
                        Field.of("channel", CHOICE, "m.channel").choices(MailChannel.class),
                        Field.of("event", CHOICE, "m.event")
                                .choices(events.stream()
                                        .map(MailEvent::name)
                                        .sorted()
                                        .toList()),
                        Field.of("party", PARTY, "m.party_id"),
                        Field.of("about", REF, "m.about_id"),
                        Field.of("tries", NUMBER, "m.tries"),
                        Field.of("sentAt", INSTANT, "m.sent_at").sorted(),
                        Field.of("answer", TEXT, "m.answer"),
                        Field.of("createdBy", USER, "m.created_by").hidden(),
                        Field.of("owner", USER, "m.owner_id").hidden()),
                List.of("m.to_address", "m.subject", "@party"),
                "-createdAt");
        return Kind.rows(Mails.KIND, "mails", list, "send", "resend");
    }

    @Bean
    RightSource mailServerRights() {
        return new RightSource() {
            @Override
            public Collection<String> rights() {
                return List.of(
                        MailServers.KIND + ".view",
                        MailServers.KIND + ".edit",
                        SmsGateways.KIND + ".view",
                        SmsGateways.KIND + ".edit");
            }
        };
    }
}
