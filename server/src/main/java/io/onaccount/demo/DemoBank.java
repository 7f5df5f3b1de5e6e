package io.onaccount.demo;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.bank.BankFiles;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** A statement of the bank that waits: payments as customers really make them, fees, interest, somebody nobody knows. */
@Component
@Order(110)
final class DemoBank implements DemoChapter {
    private static final int PAYERS = 24;
    private static final String HEAD = "账号：,100123456789\n交易日期,交易时间,收入金额,支出金额,账户余额,对方户名,对方账号,摘要,用途,交易流水号\n";

    private final Database database;
    private final BankFiles files;

    DemoBank(Database database, BankFiles files) {
        this.database = database;
        this.files = files;
    }

    private record Owed(String customer, String number, BigDecimal open) {}

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        Actor cashier = staff.on("cashier", today);
        database.write(cashier.company(), tx -> {
            UUID account = tx.one(
                    "select c.id from receivables.cash_account c where c.company_id = ? and c.code = 'ICBC'",
                    row -> row.uuid("id"),
                    tx.company());
            UUID file = files.keep(
                    tx,
                    cashier,
                    "工商银行-" + today + ".csv",
                    statement(tx, account, today).getBytes(Charset.forName("GB18030")));
            return files.importStatements(tx, cashier, file, Map.of(0, account));
        });
    }

    private static String statement(Tx tx, UUID account, LocalDate today) {
        Random random = new Random(400);
        BigDecimal[] balance = {
            tx.one(
                    "select coalesce(sum(l.amount), 0) as balance from receivables.journal_line l"
                            + " where l.company_id = ? and l.cash_account_id = ? and l.happened_on < ?",
                    row -> row.decimal("balance"),
                    tx.company(),
                    account,
                    today)
        };
        StringBuilder file = new StringBuilder(HEAD);
        int[] number = {0};
        for (List<Owed> owed : owed(tx, today)) {
            Owed first = owed.getFirst();
            boolean both = owed.size() > 1 && random.nextInt(4) == 0;
            BigDecimal amount = both ? first.open().add(owed.get(1).open()) : first.open();
            String name = switch (random.nextInt(8)) {
                case 0 -> first.customer().replace("有限公司", "有限责任公司");
                case 1 -> first.customer().replaceFirst("^(上海|北京|深圳|广州|苏州|杭州|南京|宁波)市?", "");
                case 2 -> random.nextBoolean() ? "王建国" : "李秀英";
                default -> first.customer();
            };
            String text = name.length() < 4 || random.nextInt(3) == 0 ? "货款 " + first.number() : "货款";
            row(file, number, balance, today, amount, name, "6222" + (100_000_000 + random.nextInt(900_000_000)), text);
        }
        row(file, number, balance, today, new BigDecimal("-36.00"), "", "", "对公转账手续费");
        row(file, number, balance, today, new BigDecimal("152.38"), "", "", "结息");
        row(file, number, balance, today, new BigDecimal("-3250.00"), "国网电力公司", "31001520300050001234", "电费");
        row(file, number, balance, today, new BigDecimal("8888.00"), "陈晓明", "6217001210012345678", "往来款");
        return file.toString();
    }

    private static void row(
            StringBuilder file,
            int[] number,
            BigDecimal[] balance,
            LocalDate day,
            BigDecimal amount,
            String name,
            String account,
            String text) {
        balance[0] = balance[0].add(amount);
        int second = 32_400 + 311 * ++number[0];
        file.append(String.join(
                        ",",
                        day.toString(),
                        "%02d:%02d:%02d".formatted(second / 3600 % 24, second / 60 % 60, second % 60),
                        amount.signum() > 0 ? amount.toPlainString() : "",
                        amount.signum() < 0 ? amount.negate().toPlainString() : "",
                        balance[0].toPlainString(),
                        name,
                        account,
                        text,
                        "",
                        "%s%08d".formatted(day.toString().replace("-", ""), number[0])))
                .append('\n');
    }

    /** The oldest open items of some customers. */
    private static List<List<Owed>> owed(Tx tx, LocalDate today) {
        List<List<Owed>> all = new ArrayList<>();
        UUID[] last = new UUID[1];
        tx.list(
                """
                select i.party_id, h.title, i.number, i.amount - i.settled as open, i.currency from receivables.open_item i
                join document.header h on h.company_id = ? and h.id = i.party_id
                where i.company_id = ? and i.settled <> i.amount and i.amount > 0 and i.date < ?
                order by h.number, i.due, i.id""",
                row -> {
                    UUID party = row.uuid("party_id");
                    if (!party.equals(last[0])) {
                        last[0] = party;
                        all.add(new ArrayList<>());
                    }
                    return all.getLast()
                            .add(new Owed(
                                    row.text("title"),
                                    row.text("number"),
                                    row.money("open", row.text("currency")).amount()));
                },
                tx.company(),
                tx.company(),
                today);
        return all.subList(0, Math.min(PAYERS, all.size()));
    }
}
