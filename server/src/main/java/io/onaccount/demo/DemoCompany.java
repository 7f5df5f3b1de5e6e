package io.onaccount.demo;

import io.onaccount.catalog.DemoProducts;
import io.onaccount.credit.AccountStatus;
import io.onaccount.credit.CreditAccounts;
import io.onaccount.credit.Terms;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.Founded;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewDepartment;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.party.DemoCustomers;
import io.onaccount.platform.db.Database;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.stock.DemoWarehouses;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Founds the demo company: its people, one for each ready-made role, its master data, and two years of trade up to today. */
@Component
public final class DemoCompany {
    public static final String NAME = "华东建材商贸有限公司（演示）";

    /** All demo users sign in with it; it is printed at the start. */
    public static final String PASSWORD = "onaccount-demo";

    private static final int YEARS = 2;

    /** Customers from here on are stopped, blacklisted or prospects: they don't buy. */
    private static final int NOT_BUYING = 17;

    private final Organization organization;
    private final Database database;
    private final DemoCustomers customers;
    private final DemoProducts products;
    private final DemoWarehouses warehouses;
    private final CreditAccounts credit;
    private final CashAccounts cash;
    private final DemoTrade trade;
    private final List<DemoChapter> chapters;

    DemoCompany(
            Organization organization,
            Database database,
            DemoCustomers customers,
            DemoProducts products,
            DemoWarehouses warehouses,
            CreditAccounts credit,
            CashAccounts cash,
            DemoTrade trade,
            List<DemoChapter> chapters) {
        this.organization = organization;
        this.database = database;
        this.customers = customers;
        this.products = products;
        this.warehouses = warehouses;
        this.credit = credit;
        this.cash = cash;
        this.trade = trade;
        this.chapters = List.copyOf(chapters);
    }

    /** Everybody who can sign in: login, name, role. The salespeople see their own, the rest what their work needs. */
    static final List<NewMember> PEOPLE = List.of(
            person("admin", "林晓", "administrator", "总经办", Level.ALL, null),
            person("owner", "王建国", "owner", "总经办", Level.ALL, null),
            person("auditor", "沈文静", "auditor", "总经办", Level.ALL, null),
            person("director", "李志强", "sales-director", "销售部", Level.ALL, null),
            person("manager", "黄丽娟", "sales-manager", "销售部", Level.BELOW, "director"),
            person("sales1", "张伟", "sales-rep", "销售一组", Level.OWN, "manager"),
            person("sales2", "陈静", "sales-rep", "销售一组", Level.OWN, "manager"),
            person("sales3", "刘洋", "sales-rep", "销售二组", Level.OWN, "manager"),
            person("sales4", "赵磊", "sales-rep", "销售二组", Level.OWN, "manager"),
            person("controller", "孙丽", "credit-controller", "信控部", Level.ALL, null),
            person("collector", "徐涛", "collector", "信控部", Level.ALL, "controller"),
            person("finance", "何芳", "finance-director", "财务部", Level.ALL, null),
            person("accountant", "吴强", "accountant", "财务部", Level.ALL, "finance"),
            person("cashier", "周婷婷", "cashier", "财务部", Level.ALL, "finance"),
            person("warehouse", "郑勇", "warehouse-keeper", "仓储部", Level.ALL, null),
            person("buyer", "马超", "buyer", "仓储部", Level.ALL, null));

    private static final List<NewDepartment> DEPARTMENTS = List.of(
            new NewDepartment("总经办", null),
            new NewDepartment("销售部", null),
            new NewDepartment("销售一组", "销售部"),
            new NewDepartment("销售二组", "销售部"),
            new NewDepartment("信控部", null),
            new NewDepartment("财务部", null),
            new NewDepartment("仓储部", null));

    private static NewMember person(
            String login, String name, String role, String department, Level scope, @Nullable String superior) {
        return new NewMember(login, name, PASSWORD, List.of(role), department, scope, superior);
    }

    /** Founds and fills it; the same for the same day. Answers the company's id. */
    public long found(LocalDate today) {
        Founded founded = organization.found(NewCompany.named(NAME), DEPARTMENTS, PEOPLE);
        DemoStaff staff = new DemoStaff(organization, founded);
        LocalDate first = today.minusYears(YEARS);
        List<UUID> buying = enterMasterData(staff, first);
        trade.run(staff, buying, first, today);
        chapters.forEach(chapter -> chapter.run(staff, buying, today));
        return founded.company();
    }

    /** Answers the customers that buy. */
    private List<UUID> enterMasterData(DemoStaff staff, LocalDate first) {
        Actor admin = staff.on("admin", first);
        List<UUID> reps = staff.salespeople();
        List<UUID> all = database.write(admin.company(), tx -> customers.enter(tx, admin, reps));
        List<UUID> goods = database.write(admin.company(), tx -> products.enter(tx, admin));
        database.write(admin.company(), tx -> warehouses.enter(tx, admin, goods));
        database.write(
                admin.company(),
                tx -> List.of(
                        cash.create(
                                tx,
                                admin,
                                new CashAccounts.NewCashAccount("ICBC", "工行基本户", "中国工商银行", "1001 2345 6789", true)),
                        cash.create(tx, admin, new CashAccounts.NewCashAccount("WECHAT", "微信收款", null, null, true))));
        List<UUID> buying = all.subList(0, all.size() - NOT_BUYING);
        Actor controller = staff.on("controller", first);
        List<CreditAccounts.Grant> grants = new ArrayList<>();
        Random random = new Random(60);
        for (int i = 0; i < buying.size(); i++) {
            grants.add(new CreditAccounts.Grant(
                    Objects.requireNonNull(buying.get(i)), terms(i, random), i % 7 == 0 ? "年度授信" : "新客户授信", null));
        }
        database.write(admin.company(), tx -> {
            credit.grant(tx, controller, grants);
            return grants;
        });
        return buying;
    }

    /** Larger customers have larger limits; every third is stopped by items long overdue, a few are watched. */
    private static Terms terms(int customer, Random random) {
        BigDecimal limit = BigDecimal.valueOf(
                        DemoTrade.monthlyVolume(customer) * (30 + random.nextInt(12)) / 10 + 20_000)
                .divideToIntegralValue(BigDecimal.valueOf(10_000))
                .multiply(BigDecimal.valueOf(10_000))
                .max(BigDecimal.valueOf(30_000));
        Terms plain = Terms.ofLimit(limit);
        return new Terms(
                limit,
                plain.temporaryLimit(),
                null,
                null,
                customer % 29 == 3 ? AccountStatus.WATCH : AccountStatus.NORMAL,
                null,
                null,
                null,
                customer % 3 == 0 ? 45 : null,
                plain.overdueAmount(),
                customer % 4 == 0 ? "A" : customer % 4 == 3 ? "C" : "B",
                null,
                null,
                null,
                null,
                null);
    }
}
