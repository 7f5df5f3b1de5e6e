package io.onaccount.document.mailing;

import io.onaccount.organization.Actor;
import io.onaccount.organization.PasswordLinks;
import io.onaccount.organization.spi.PasswordMail;
import io.onaccount.platform.db.Tx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Mails the links by which people who forgot their password set a new one (ACC-01): before all other mails, as they are good for half an hour. */
@Component
final class PasswordMails implements PasswordMail, MailLinks {
    private static final String EVENT = "password";

    private final Mails mails;
    private final MailServers servers;
    private final MailPost post;
    private final PasswordLinks links;

    PasswordMails(Mails mails, MailServers servers, MailPost post, PasswordLinks links) {
        this.mails = mails;
        this.servers = servers;
        this.post = post;
        this.links = links;
    }

    @Override
    public Optional<Road> road(Tx tx) {
        return servers.find(tx)
                .filter(server -> server.active() && server.site() != null && server.readable())
                .map(server -> new Road(server.setBy()));
    }

    @Override
    public void write(Tx tx, Actor to, String login, String address, UUID link, Duration life) {
        MailAddress receiver = MailAddress.of(address, to.name()).orElse(null);
        if (receiver == null) {
            return; // entered when nothing was sent there yet
        }
        Map<String, String> values =
                Map.of("name", to.name(), "login", login, "minutes", Long.toString(life.toMinutes()));
        long company = tx.company();
        List<UUID> stored = mails.send(
                tx,
                to,
                List.of(new Mails.Draft(
                        EVENT,
                        EVENT + ":" + link,
                        receiver,
                        to.locale(),
                        mails.words(tx, to, EVENT, to.locale(), values),
                        null,
                        null,
                        to.user(),
                        List.of(),
                        new Mails.Link(EVENT, link))));
        tx.afterCommit(() -> stored.forEach(id -> post.sendNow(company, id, MailChannel.MAIL)));
    }

    @Override
    public String kind() {
        return EVENT;
    }

    @Override
    public String path(Tx tx, UUID id) {
        return "/new-password#" + links.token(id);
    }

    @Configuration(proxyBeanMethods = false)
    static class Event {
        @Bean("mail.password")
        MailEvent passwordMail() {
            return MailEvent.outward(EVENT, List.of("login", "minutes"), Map.of());
        }
    }
}
