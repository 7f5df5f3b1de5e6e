package io.onaccount.document.mailing;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tries the mail server with a mail to whoever asks. */
@Component
public final class MailTest {
    private final Mails mails;
    private final MailWishes wishes;
    private final MailPost post;
    private final Database database;

    MailTest(Mails mails, MailWishes wishes, MailPost post, Database database) {
        this.mails = mails;
        this.wishes = wishes;
        this.post = post;
        this.database = database;
    }

    /** @param answer what the mail server said when it refused */
    public record Outcome(
            String to, MailState state, @Nullable String answer) {}

    /** 409 without an address of one's own or without a mail server. */
    public Outcome send(Actor actor) {
        UUID id = database.write(actor.company(), tx -> {
            String address = wishes.of(tx, actor).address();
            if (address == null) {
                throw Problem.conflict("mail-no-own-address");
            }
            UUID stored = mails.send(
                            tx,
                            actor,
                            List.of(new Mails.Draft(
                                    MailEvents.TEST,
                                    "test:" + Ids.next(),
                                    MailAddress.of(address, actor.name()).orElseThrow(),
                                    actor.locale(),
                                    mails.words(
                                            tx, actor, MailEvents.TEST, actor.locale(), Map.of("name", actor.name())),
                                    null,
                                    null,
                                    actor.user(),
                                    List.of(),
                                    null)))
                    .getFirst();
            if (mails.state(tx, stored) == MailState.NO_SERVER) {
                throw Problem.conflict("mail-no-server");
            }
            return stored;
        });
        return sent(actor, id, MailChannel.MAIL);
    }

    /** The same by text message, to any mobile phone. 409 without a gateway. */
    public Outcome sendSms(Actor actor, String phone) {
        MailAddress to =
                MailAddress.phone(phone, actor.name()).orElseThrow(() -> Problem.invalid("phone", "not-a-mobile"));
        UUID id = database.write(actor.company(), tx -> {
            UUID stored = mails.send(
                            tx,
                            actor,
                            List.of(new Mails.Draft(
                                    MailEvents.TEST_SMS,
                                    "test:" + Ids.next(),
                                    to,
                                    actor.locale(),
                                    mails.words(
                                            tx,
                                            actor,
                                            MailEvents.TEST_SMS,
                                            actor.locale(),
                                            Map.of("name", actor.name())),
                                    null,
                                    null,
                                    actor.user(),
                                    List.of(),
                                    null)))
                    .getFirst();
            if (mails.state(tx, stored) == MailState.NO_SERVER) {
                throw Problem.conflict("sms-no-gateway");
            }
            return stored;
        });
        return sent(actor, id, MailChannel.SMS);
    }

    private Outcome sent(Actor actor, UUID id, MailChannel channel) {
        post.sendNow(actor.company(), id, channel);
        Mails.Mail mail = database.read(actor.company(), tx -> mails.find(tx, actor.companyWide(), id));
        return new Outcome(mail.toAddress(), mail.state(), mail.answer());
    }
}
