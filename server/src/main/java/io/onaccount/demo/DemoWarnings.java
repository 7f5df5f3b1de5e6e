package io.onaccount.demo;

import io.onaccount.credit.warning.ExternalAlerts;
import io.onaccount.credit.warning.ExternalAlerts.NewAlert;
import io.onaccount.credit.warning.ExternalAlerts.Topic;
import io.onaccount.credit.warning.Warnings;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What others say about two of the customers, and what the rules find on the day. */
@Component
@Order(50)
final class DemoWarnings implements DemoChapter {
    private final Database database;
    private final ExternalAlerts alerts;
    private final Warnings warnings;

    DemoWarnings(Database database, ExternalAlerts alerts, Warnings warnings) {
        this.database = database;
        this.alerts = alerts;
        this.warnings = warnings;
    }

    @Override
    public void run(DemoStaff staff, List<UUID> buying, LocalDate today) {
        Actor controller = staff.on("controller", today);
        List<NewAlert> said = List.of(
                new NewAlert(
                        buying.get(5),
                        null,
                        Topic.LAWSUIT,
                        "被供应商起诉，涉案金额 86 万元，已立案。",
                        "中国裁判文书网",
                        "（2026）沪0115民初10086号",
                        today.minusDays(3)),
                new NewAlert(
                        buying.get(11),
                        null,
                        Topic.REGISTRY,
                        "因通过登记的住所无法联系，被列入经营异常名录。",
                        "国家企业信用信息公示系统",
                        null,
                        today.minusDays(12)));
        for (NewAlert alert : said) {
            database.write(controller.company(), tx -> alerts.enter(tx, controller, alert));
        }
        warnings.run(controller.company(), today, null);
    }
}
