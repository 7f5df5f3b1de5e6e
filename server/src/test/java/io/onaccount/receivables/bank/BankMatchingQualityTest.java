package io.onaccount.receivables.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.receivables.OpeningBalances.NewOpeningBalance;
import io.onaccount.receivables.bank.BankBed.Paid;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * How good proposals are, on payments whose truth is known (BNK-02): names misspelt or not the customer's, references missing, several items paid
 * together, paid in part, and money of nobody. Precision is what is right of what is proposed so surely; recall what is found of what is there.
 */
class BankMatchingQualityTest {
    private static final Path UCI = Path.of("../../shared/data/datasets/uci_online_retail_all.csv.gz");

    /** A payment and the truth of it; no customer for money of nobody. */
    private record Known(Paid paid, String kind, UUID customer, Set<UUID> items) {}

    private record Owed(UUID id, String number, BigDecimal amount) {}

    private record Payer(UUID id, String name, String account, List<Owed> open) {}

    private static final class Tally {
        int lines;
        int payer;
        int items;
        int sure;
        int sureRight;
    }

    @Test
    void onRandomChineseHistory() {
        Random random = new Random(7);
        BankBed bed = new BankBed();
        List<Payer> payers = payers(bed, random, names(random, 150), null);
        measure("random history", bed, random, payers, 0.985, 0.90);
    }

    @Test
    void onInvoicesOfARealWholesaler() throws IOException {
        Assumptions.assumeTrue(Files.exists(UCI), "the data set is not here");
        Random random = new Random(11);
        BankBed bed = new BankBed();
        Map<String, List<Owed>> invoices = invoices(150);
        List<String> names = englishNames(random, invoices.size());
        List<Payer> payers = payers(bed, random, names, new ArrayList<>(invoices.values()));
        measure("UCI Online Retail", bed, random, payers, 0.985, 0.90);
    }

    private static void measure(
            String what, BankBed bed, Random random, List<Payer> payers, double precision, double recall) {
        Map<String, String> strangers = new HashMap<>();
        StringBuilder report = new StringBuilder(what).append('\n');
        for (String month : List.of("first month", "second month, after the first was confirmed")) {
            List<Known> known = payments(random, payers, strangers, month.startsWith("first") ? 0 : 1);
            List<UUID> lines = bed.reported(known.stream().map(Known::paid).toArray(Paid[]::new));
            Map<UUID, BankWork.Case> cases = new HashMap<>();
            List<BankWork.Case> queue = bed.company.read(tx -> bed.work.queue(tx, bed.cashier, null, 5000));
            queue.forEach(one -> cases.put(one.line().id(), one));
            Map<String, Tally> tallies = new LinkedHashMap<>();
            for (int i = 0; i < lines.size(); i++) {
                Known truth = known.get(i);
                List<Proposal> proposals = cases.get(lines.get(i)).proposals();
                for (String kind : List.of("all", truth.kind())) {
                    tally(tallies.computeIfAbsent(kind, k -> new Tally()), truth, proposals);
                }
            }
            report.append(month).append('\n');
            tallies.forEach((kind, tally) -> report.append(
                    "  %-28s lines %4d  payer right %5.1f %%  items right %5.1f %%  sure (>= 90) %5.1f %%  of these right %5.1f %%%n"
                            .formatted(
                                    kind,
                                    tally.lines,
                                    100.0 * tally.payer / tally.lines,
                                    100.0 * tally.items / tally.lines,
                                    100.0 * tally.sure / tally.lines,
                                    tally.sure == 0 ? 100 : 100.0 * tally.sureRight / tally.sure)));
            Tally all = tallies.get("all");
            int truths = (int) known.stream().filter(k -> k.customer() != null).count();
            Tally nobody = tallies.getOrDefault("nobody", new Tally());
            double found = (double) (all.payer - nobody.payer) / truths;
            double right = (double) all.sureRight / Math.max(1, all.sure);
            report.append("  precision of what is sure %.4f, recall of payers %.4f%n".formatted(right, found));
            assertThat(right).as(report.toString()).isGreaterThanOrEqualTo(precision);
            assertThat(found)
                    .as(report.toString())
                    .isGreaterThanOrEqualTo(month.startsWith("first") ? recall - 0.05 : recall);
            // Confirmed as they really were, so that the next month knows more.
            for (int i = 0; i < lines.size(); i++) {
                UUID line = lines.get(i);
                Known truth = known.get(i);
                if (truth.customer() != null) {
                    List<Payer> of = payers.stream()
                            .filter(p -> p.id().equals(truth.customer()))
                            .toList();
                    BigDecimal left = new BigDecimal(truth.paid().amount());
                    List<BankWork.ItemAmount> items = new ArrayList<>();
                    for (Owed owed : of.getFirst().open()) {
                        if (truth.items().contains(owed.id()) && left.signum() > 0) {
                            BigDecimal share = owed.amount().min(left);
                            items.add(new BankWork.ItemAmount(owed.id(), share));
                            left = left.subtract(share);
                        }
                    }
                    bed.company.write(tx -> bed.work.book(
                            tx, bed.cashier, line, new BankWork.Booking(truth.customer(), items, List.of(), null)));
                    of.getFirst().open().removeIf(owed -> truth.items().contains(owed.id()));
                } else {
                    bed.company.write(tx -> bed.work.ignore(tx, bed.cashier, line, "nobody's"));
                }
            }
        }
        System.out.print(report);
        assertThat(bed.drift()).isEmpty();
    }

    private static void tally(Tally tally, Known truth, List<Proposal> proposals) {
        Proposal best = proposals.isEmpty() ? null : proposals.getFirst();
        UUID party = best == null || best.party() == null ? null : best.party().id();
        boolean right = truth.customer() == null
                ? best == null || best.confidence() < 50
                : truth.customer().equals(party);
        tally.lines++;
        tally.payer += right ? 1 : 0;
        if (best != null) {
            Set<UUID> items = new HashSet<>();
            best.items().forEach(share -> items.add(share.item()));
            tally.items += right && items.equals(truth.items()) ? 1 : 0;
            if (best.confidence() >= 90) {
                tally.sure++;
                tally.sureRight += truth.customer() != null && right ? 1 : 0;
            }
        }
    }

    // -- payments --------------------------------------------------------------------------------------------------

    private static List<Known> payments(Random random, List<Payer> payers, Map<String, String> strangers, int month) {
        List<Known> known = new ArrayList<>();
        LocalDate day = BankBed.DAY.minusDays(10).plusDays(month);
        for (Payer payer : payers) {
            List<Owed> open = new ArrayList<>(payer.open());
            for (int n = 0; n < 2 && open.size() > 1; n++) {
                int kind = random.nextInt(100);
                if (kind < 22) {
                    known.add(one(day, "name, number", payer, payer.name(), open, 1, true));
                } else if (kind < 42) {
                    known.add(one(day, "name", payer, payer.name(), open, 1, false));
                } else if (kind < 54) {
                    known.add(one(day, "name misspelt", payer, misspelt(random, payer.name()), open, 1, false));
                } else if (kind < 64) {
                    known.add(one(day, "combined", payer, payer.name(), open, 2 + random.nextInt(2), false));
                } else if (kind < 70) {
                    known.add(one(day, "combined, numbers", payer, misspelt(random, payer.name()), open, 2, true));
                } else if (kind < 78) {
                    known.add(
                            one(day, "other payer, number", payer, stranger(random, strangers, payer), open, 1, true));
                } else if (kind < 83) {
                    known.add(one(
                            day,
                            "other payer, amount only",
                            payer,
                            stranger(random, strangers, payer),
                            open,
                            1,
                            false));
                } else if (kind < 89) {
                    known.add(part(day, payer, open, random));
                } else if (kind < 93) {
                    known.add(new Known(
                            new Paid(day, amount(random), payer.name(), payer.account(), "预付款"),
                            "on account",
                            payer.id(),
                            Set.of()));
                } else {
                    known.add(new Known(
                            new Paid(day, amount(random), person(random), "62" + random.nextInt(1_000_000_000), "往来款"),
                            "nobody",
                            null,
                            Set.of()));
                }
            }
        }
        java.util.Collections.shuffle(known, random);
        return known;
    }

    private static Known one(
            LocalDate day, String kind, Payer payer, String name, List<Owed> open, int count, boolean named) {
        List<Owed> paid = new ArrayList<>();
        for (int i = 0; i < count && !open.isEmpty(); i++) {
            paid.add(open.remove(i % open.size()));
        }
        BigDecimal sum = paid.stream().map(Owed::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        String text =
                named ? "货款" + String.join("、", paid.stream().map(Owed::number).toList()) : "货款";
        Set<UUID> items = new LinkedHashSet<>();
        paid.forEach(owed -> items.add(owed.id()));
        String account = name.equals(payer.name()) || kind.startsWith("name m") || kind.startsWith("combined")
                ? payer.account()
                : "99" + Math.abs(name.hashCode());
        return new Known(new Paid(day, sum.toPlainString(), name, account, text), kind, payer.id(), items);
    }

    private static Known part(LocalDate day, Payer payer, List<Owed> open, Random random) {
        Owed owed = open.removeFirst();
        BigDecimal amount = owed.amount()
                .multiply(BigDecimal.valueOf(30 + random.nextInt(40)))
                .divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_UP);
        return new Known(
                new Paid(day, amount.toPlainString(), payer.name(), payer.account(), owed.number()),
                "part",
                payer.id(),
                Set.of(owed.id()));
    }

    private static String amount(Random random) {
        return BigDecimal.valueOf(10_000 + random.nextInt(5_000_000), 2).toPlainString();
    }

    /** As clerks write names: a letter wrong, one missing, two changed places, the place or the legal form left out. */
    private static String misspelt(Random random, String name) {
        StringBuilder text = new StringBuilder(name);
        int at = 2 + random.nextInt(Math.max(1, Math.min(3, name.length() - 4)));
        switch (random.nextInt(5)) {
            case 0 -> text.setCharAt(at, name.codePointAt(0) < 128 ? 'x' : '鑫');
            case 1 -> text.deleteCharAt(at);
            case 2 -> {
                char c = text.charAt(at);
                text.setCharAt(at, text.charAt(at + 1));
                text.setCharAt(at + 1, c);
            }
            case 3 -> {
                return name.replace("有限公司", "").replace(" Ltd", "");
            }
            default -> {
                return name.codePointAt(0) < 128 ? name.toUpperCase(java.util.Locale.ROOT) : name.substring(2);
            }
        }
        return text.toString();
    }

    /** Somebody else who pays for the customer, and the same again next month. */
    private static String stranger(Random random, Map<String, String> strangers, Payer payer) {
        return strangers.computeIfAbsent(payer.name(), n -> person(random));
    }

    private static String person(Random random) {
        String family = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许";
        String given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英";
        return "" + family.charAt(random.nextInt(family.length())) + given.charAt(random.nextInt(given.length()))
                + given.charAt(random.nextInt(given.length()));
    }

    // -- customers -------------------------------------------------------------------------------------------------

    private static List<String> names(Random random, int count) {
        String[] places = {"上海", "北京", "深圳市", "广州市", "杭州", "苏州", "成都", "武汉市", "浙江", "江苏省"};
        String[] firsts = "恒 昌 瑞 丰 泰 华 盛 鼎 宏 嘉 明 德 信 安 达 远 通 汇 鑫 隆 博 润 凯 诚 天 海".split(" ");
        String[] trades = {"贸易", "电子科技", "机械设备", "五金制品", "建材", "食品", "纺织品", "化工", "供应链管理", "医疗器械"};
        String[] forms = {"有限公司", "有限公司", "有限公司", "股份有限公司", "有限责任公司"};
        Set<String> names = new LinkedHashSet<>();
        while (names.size() < count) {
            names.add(places[random.nextInt(places.length)]
                    + firsts[random.nextInt(firsts.length)]
                    + firsts[random.nextInt(firsts.length)]
                    + trades[random.nextInt(trades.length)]
                    + forms[random.nextInt(forms.length)]);
        }
        return new ArrayList<>(names);
    }

    private static List<String> englishNames(Random random, int count) {
        String[] firsts =
                "Harper Langley Ashworth Kendal Morris Whitby Thornton Bexley Carlisle Dalton Elmore Fenwick Granger Holloway Ingram Jarvis Kirkby Lomax Marlow Norwood Oakley Preston Quinton Radley Sutton Tilbury Upton Verney Wexford Yardley"
                        .split(" ");
        String[] seconds =
                "Gifts Home Interiors Trading Crafts Stationers Gardens Toys Supplies Living Cards Kitchens".split(" ");
        Set<String> names = new LinkedHashSet<>();
        while (names.size() < count) {
            names.add(firsts[random.nextInt(firsts.length)] + " & " + firsts[random.nextInt(firsts.length)] + " "
                    + seconds[random.nextInt(seconds.length)] + " Ltd");
        }
        return new ArrayList<>(names);
    }

    private static List<Payer> payers(BankBed bed, Random random, List<String> names, List<List<Owed>> owed) {
        List<Payer> payers = new ArrayList<>();
        List<NewOpeningBalance> all = new ArrayList<>();
        List<Integer> of = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            UUID customer = bed.customer(names.get(i));
            payers.add(new Payer(customer, names.get(i), "6222" + (100_000_000L + i * 7919L), new ArrayList<>()));
            int count = owed == null ? 5 + random.nextInt(6) : owed.get(i).size();
            for (int n = 0; n < count; n++) {
                LocalDate due = BankBed.DAY.minusDays(60 - 3L * n);
                BigDecimal amount = owed == null
                        ? random.nextInt(5) == 0
                                ? BigDecimal.valueOf(1000L * (1 + random.nextInt(20)))
                                : BigDecimal.valueOf(10_000 + random.nextInt(3_000_000), 2)
                        : owed.get(i).get(n).amount();
                String number = owed == null
                        ? "DN-2026%04d-%02d".formatted(i, n)
                        : owed.get(i).get(n).number();
                all.add(new NewOpeningBalance(customer, number, amount, due.minusDays(30), due, null));
                of.add(i);
            }
        }
        List<UUID> ids = bed.owe(all);
        for (int i = 0; i < ids.size(); i++) {
            payers.get(of.get(i))
                    .open()
                    .add(new Owed(ids.get(i), all.get(i).number(), all.get(i).amount()));
        }
        return payers;
    }

    /** The invoices of the wholesaler's customers that have several, at most ten each. */
    private static Map<String, List<Owed>> invoices(int most) throws IOException {
        Map<String, Map<String, BigDecimal>> sums = new LinkedHashMap<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(UCI)), StandardCharsets.UTF_8))) {
            List<String> heads = cells(reader.readLine());
            int invoice = index(heads, "invoice");
            int quantity = index(heads, "quantity");
            int price = index(heads, "price");
            int customer = index(heads, "customer");
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                List<String> row = cells(line);
                if (row.size() <= customer
                        || row.get(customer).isBlank()
                        || row.get(invoice).startsWith("C")) {
                    continue;
                }
                try {
                    BigDecimal amount = new BigDecimal(row.get(quantity)).multiply(new BigDecimal(row.get(price)));
                    sums.computeIfAbsent(row.get(customer), c -> new LinkedHashMap<>())
                            .merge(row.get(invoice), amount, BigDecimal::add);
                } catch (NumberFormatException e) {
                    // a row broken over two lines in the file
                }
            }
        }
        Map<String, List<Owed>> invoices = new LinkedHashMap<>();
        sums.forEach((customer, all) -> {
            List<Owed> owed = all.entrySet().stream()
                    .map(e -> new Owed(new UUID(0, 0), e.getKey(), e.getValue().setScale(2, RoundingMode.HALF_UP)))
                    .filter(o -> o.amount().signum() > 0)
                    .limit(10)
                    .toList();
            if (owed.size() >= 5 && invoices.size() < most) {
                invoices.put(customer, owed);
            }
        });
        return invoices;
    }

    private static int index(List<String> heads, String word) {
        for (int i = 0; i < heads.size(); i++) {
            if (heads.get(i).toLowerCase(java.util.Locale.ROOT).contains(word)) {
                return i;
            }
        }
        throw new AssertionError(heads.toString());
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
