package io.onaccount.demo;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Company;
import io.onaccount.organization.CompanySettings;
import io.onaccount.platform.db.Database;
import io.onaccount.receivables.Statements;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The letterhead, and last month's statements. */
@Component
@Order(60)
final class DemoLetterhead implements DemoChapter {
    private final Database database;
    private final Companies companies;
    private final Statements statements;

    DemoLetterhead(Database database, Companies companies, Statements statements) {
        this.database = database;
        this.companies = companies;
        this.statements = statements;
    }

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        Actor admin = staff.on("admin", today);
        database.write(admin.company(), tx -> {
            Company company = companies.get(tx);
            CompanySettings old = company.settings();
            return companies.update(
                    tx,
                    admin,
                    new Company(
                            company.id(),
                            company.name(),
                            "East China Building Materials Co., Ltd. (Demo)",
                            company.baseCurrency(),
                            company.zone(),
                            company.fiscalYearStart(),
                            company.taxInclusive(),
                            company.priceDecimals(),
                            company.quantityDecimals(),
                            old.printed(
                                    new CompanySettings.BankDetails("中国工商银行苏州分行", "1001 2345 6789", company.name()),
                                    new CompanySettings.Letterhead(
                                            "江苏省苏州市工业园区示范路 88 号", "0512-6000 0000", "91320594MA00000000", "业务专用章")),
                            company.version()),
                    null);
        });
        Actor accountant = staff.on("accountant", today);
        database.write(
                admin.company(),
                tx -> statements.makeDue(tx, accountant, today.withDayOfMonth(1).minusDays(1)));
    }
}
