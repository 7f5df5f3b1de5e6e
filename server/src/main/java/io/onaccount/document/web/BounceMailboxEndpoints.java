package io.onaccount.document.web;

import io.onaccount.document.mailing.BounceMailboxes;
import io.onaccount.document.mailing.BounceMailboxes.Mailbox;
import io.onaccount.document.mailing.BouncePost;
import io.onaccount.document.mailing.MailServers.Security;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The mailbox a company has watched for mails that come back. */
@RestController
@RequestMapping("/api/v1/bounce-mailbox")
class BounceMailboxEndpoints {
    private final BounceMailboxes mailboxes;
    private final BouncePost post;
    private final Database database;

    BounceMailboxEndpoints(BounceMailboxes mailboxes, BouncePost post, Database database) {
        this.mailboxes = mailboxes;
        this.post = post;
        this.database = database;
    }

    /**
     * The mailbox; its password is never told.
     *
     * @param set false while there is none: then what is shown is what one begins with
     * @param hasPassword whether one is kept
     * @param readable false when the one that is kept can't be opened with this installation's key
     * @param handledFolder where reports go that were read; null when they are marked as seen and stay
     * @param readAt when it was last read
     * @param failedAt when it could not be read since; null when it could
     * @param failure why
     * @param nextAt when it is read next; null when it isn't watched
     */
    record MailboxView(
            boolean set,
            String host,
            int port,
            Security security,
            String user,
            boolean hasPassword,
            boolean readable,
            String folder,
            @Nullable String handledFolder,
            boolean active,
            int version,
            @Nullable Instant readAt,
            @Nullable Instant failedAt,
            @Nullable String failure,
            @Nullable Instant nextAt) {}

    private ResponseEntity<MailboxView> shown(Actor actor, Optional<Mailbox> found) {
        MailboxView view = found.map(mailbox -> new MailboxView(
                        true,
                        mailbox.host(),
                        mailbox.port(),
                        mailbox.security(),
                        mailbox.user(),
                        mailbox.hasPassword(),
                        mailbox.readable(),
                        mailbox.folder(),
                        mailbox.handledFolder(),
                        mailbox.active(),
                        mailbox.version(),
                        mailbox.readAt(),
                        mailbox.failedAt(),
                        mailboxes.failure(mailbox, actor.locale()),
                        mailbox.active() ? mailbox.nextAt() : null))
                .orElse(new MailboxView(
                        false, "", 993, Security.TLS, "", false, true, "INBOX", null, true, 0, null, null, null, null));
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }

    @GetMapping
    @Needs("mail-server.view")
    ResponseEntity<MailboxView> mailbox(Actor actor) {
        return shown(actor, database.read(actor.company(), mailboxes::find));
    }

    /** @param password null or left out to keep the one there is */
    record MailboxBody(
            @MaxLength(253) String host,
            int port,
            Security security,
            @MaxLength(200) String user,
            @Nullable @MaxLength(500) String password,
            @MaxLength(200) String folder,
            @Nullable @MaxLength(200) String handledFolder,
            boolean active) {

        @Override
        public String toString() {
            return host + ":" + port; // without the password, wherever it is written
        }
    }

    @PutMapping
    @Needs("mail-server.edit")
    ResponseEntity<MailboxView> set(Actor actor, Seen seen, @RequestBody MailboxBody body) {
        // Not through Once: what is kept for a repeated request is the answer only, and the same body twice does no
        // harm.
        return shown(actor, database.write(actor.company(), tx -> {
            mailboxes.set(
                    tx,
                    actor,
                    new BounceMailboxes.Entry(
                            body.host(),
                            body.port(),
                            body.security(),
                            body.user(),
                            body.password(),
                            body.folder(),
                            body.handledFolder(),
                            body.active()),
                    seen.version());
            return mailboxes.find(tx);
        }));
    }

    /** Opens the mailbox and says what is in it, or what its server answered; reads nothing. */
    @PostMapping("/test")
    @Needs("mail-server.edit")
    BouncePost.Outcome test(Actor actor) {
        return post.test(actor);
    }
}
