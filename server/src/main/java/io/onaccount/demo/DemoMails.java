package io.onaccount.demo;

import io.onaccount.document.mailing.MailChannel;
import io.onaccount.document.mailing.MailWishes;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import io.onaccount.receivables.DiscountMails;
import io.onaccount.receivables.StatementMails;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Some of the statements and the discounts that end soon, by mail: without a mail server they stay where they can be seen. */
@Component
@Order(90)
final class DemoMails implements DemoChapter {
    private static final int STATEMENTS = 5;
    private static final int DAYS_BEFORE = 7;

    private final Database database;
    private final StatementMails statements;
    private final DiscountMails discounts;
    private final MailWishes wishes;

    DemoMails(Database database, StatementMails statements, DiscountMails discounts, MailWishes wishes) {
        this.database = database;
        this.statements = statements;
        this.discounts = discounts;
        this.wishes = wishes;
    }

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        Actor accountant = staff.on("accountant", today);
        List<UUID> made = database.read(
                accountant.company(),
                tx -> tx.list(
                        "select h.id from document.header h where h.company_id = ? and h.kind = 'statement' and h.state = 'MADE' order by h.number limit ?",
                        row -> row.uuid("id"),
                        tx.company(),
                        STATEMENTS));
        database.write(accountant.company(), tx -> {
            if (!made.isEmpty()) {
                statements.send(tx, accountant, made, false, MailChannel.MAIL);
            }
            return discounts.send(tx, accountant, null, DAYS_BEFORE, MailChannel.MAIL);
        });
        Actor controller = staff.on("controller", today);
        database.write(controller.company(), tx -> {
            wishes.set(tx, controller, Map.of("approval", MailWishes.Mode.EACH, "warning", MailWishes.Mode.DAILY));
            return null;
        });
    }
}
