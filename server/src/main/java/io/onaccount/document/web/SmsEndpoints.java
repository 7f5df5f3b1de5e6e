package io.onaccount.document.web;

import io.onaccount.document.mailing.MailTest;
import io.onaccount.document.mailing.MessageHours;
import io.onaccount.document.mailing.SmsGateways;
import io.onaccount.document.mailing.SmsGateways.Format;
import io.onaccount.document.mailing.SmsGateways.Gateway;
import io.onaccount.document.mailing.SmsGateways.Method;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import java.time.LocalTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The company's gateway for text messages, and the hours in which messages to customers wait. */
@RestController
@RequestMapping("/api/v1")
class SmsEndpoints {
    private final SmsGateways gateways;
    private final MessageHours hours;
    private final MailTest test;
    private final Database database;

    SmsEndpoints(SmsGateways gateways, MessageHours hours, MailTest test, Database database) {
        this.gateways = gateways;
        this.hours = hours;
        this.test = test;
        this.database = database;
    }

    /** @param set false while there is none: then what is shown is what one begins with */
    record GatewayView(boolean set, Gateway gateway) {}

    private static ResponseEntity<GatewayView> shown(Optional<Gateway> found) {
        Gateway gateway = found.orElse(new Gateway(
                SmsGateways.Provider.SIMULATED,
                Method.POST,
                Format.JSON,
                "",
                "",
                "{\"phone\": \"{{phone}}\", \"text\": \"{{text}}\"}",
                false,
                true,
                "",
                "",
                30,
                null,
                true,
                0));
        return ResponseEntity.ok()
                .eTag(Versions.etag(gateway.version()))
                .body(new GatewayView(found.isPresent(), gateway));
    }

    @GetMapping("/sms-gateway")
    @Needs("sms-gateway.view")
    ResponseEntity<GatewayView> gateway(Actor actor) {
        return shown(database.read(actor.company(), gateways::find));
    }

    /** @param secret null or left out to keep the one there is */
    record GatewayBody(
            SmsGateways.Provider provider,
            Method method,
            Format format,
            @Nullable @MaxLength(500) String url,
            @Nullable @MaxLength(2000) String headers,
            @Nullable @MaxLength(5000) String body,
            @Nullable @MaxLength(500) String secret,
            @Nullable @MaxLength(200) String success,
            @Nullable @MaxLength(200) String badNumber,
            int perMinute,
            @Nullable @MaxLength(200) String site,
            boolean active) {

        @Override
        public String toString() {
            return provider + " " + url; // without the secret, wherever it is written
        }
    }

    @PutMapping("/sms-gateway")
    @Needs("sms-gateway.edit")
    ResponseEntity<GatewayView> set(Actor actor, Seen seen, @RequestBody GatewayBody body) {
        // Not through Once: what is kept for a repeated request is the answer only, and the same body twice does no
        // harm.
        return shown(database.write(actor.company(), tx -> {
            gateways.set(
                    tx,
                    actor,
                    new SmsGateways.Entry(
                            body.provider(),
                            body.method(),
                            body.format(),
                            body.url(),
                            body.headers(),
                            body.body(),
                            body.secret(),
                            body.success(),
                            body.badNumber(),
                            body.perMinute(),
                            body.site(),
                            body.active()),
                    seen.version());
            return gateways.find(tx);
        }));
    }

    record PhoneBody(@MaxLength(40) String phone) {}

    /** Sends a message to a phone at once, and says what the gateway answered. */
    @PostMapping("/sms-gateway/test")
    @Needs("sms-gateway.edit")
    MailTest.Outcome test(Actor actor, @RequestBody PhoneBody body) {
        return test.sendSms(actor, body.phone());
    }

    /**
     * When messages to customers wait, in the company's time zone.
     *
     * @param from null for never
     * @param workingDays whether they wait on days the company doesn't work, too
     */
    record HoursView(@Nullable LocalTime from, @Nullable LocalTime until, boolean workingDays) {}

    private ResponseEntity<HoursView> hours(Tx tx) {
        return hours.find(tx)
                .map(found -> ResponseEntity.ok()
                        .eTag(Versions.etag(found.version()))
                        .body(new HoursView(found.from(), found.until(), found.workingDays())))
                .orElseGet(() -> ResponseEntity.ok().eTag(Versions.etag(0)).body(new HoursView(null, null, false)));
    }

    @GetMapping("/message-hours")
    @Needs("mail-server.view")
    ResponseEntity<HoursView> hours(Actor actor) {
        return database.read(actor.company(), this::hours);
    }

    @PutMapping("/message-hours")
    @Needs("mail-server.edit")
    ResponseEntity<HoursView> setHours(Actor actor, Seen seen, @RequestBody HoursView body) {
        return database.write(actor.company(), tx -> {
            hours.set(tx, actor, body.from(), body.until(), body.workingDays(), seen.version());
            return hours(tx);
        });
    }
}
