package io.onaccount.invoicing.efapiao;

import io.onaccount.invoicing.efapiao.EInvoice.Kind;
import io.onaccount.invoicing.efapiao.EInvoice.Line;
import io.onaccount.invoicing.efapiao.EInvoice.Party;
import io.onaccount.invoicing.efapiao.EInvoice.Syntax;
import io.onaccount.platform.Capitals;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chinese invoices as named values: 数电票 (EInvoice), the 电子发票 of 2019 (eInvoice inside OFD), and what issuing systems make of them. Each value is
 * looked for under all its names wherever it stands, as namespaces, order and nesting differ between versions.
 */
final class Fapiao {
    private static final int LENGTH_OF_NEW = 20;

    private static final String[] NUMBER = {"invoicenumber", "invoiceno", "invoicenum", "eiid", "fphm", "发票号码"};
    private static final String[] CODE = {"invoicecode", "fpdm", "发票代码"};
    private static final String[] CHECK = {"invoicecheckcode", "checkcode", "jym", "校验码"};
    private static final String[] ISSUED = {"issuetime", "issuedate", "invoicedate", "kprq", "开票日期", "requesttime"};
    private static final String[] SELLER = {"sellername", "seller/name", "xfmc", "xsfmc", "销售方名称", "销方名称"};
    private static final String[] SELLER_ID = {
        "selleridnum",
        "sellertaxid",
        "sellertaxno",
        "sellertaxpayerid",
        "seller/taxid",
        "xfsh",
        "xsfnsrsbh",
        "销售方纳税人识别号",
        "销售方识别号",
        "销方税号"
    };
    private static final String[] BUYER = {"buyername", "buyer/name", "gfmc", "gmfmc", "购买方名称", "购方名称"};
    private static final String[] BUYER_ID = {
        "buyeridnum",
        "buyertaxid",
        "buyertaxno",
        "buyertaxpayerid",
        "buyer/taxid",
        "gfsh",
        "gmfnsrsbh",
        "购买方纳税人识别号",
        "购买方识别号",
        "购方税号"
    };
    private static final String[] NET = {
        "totalamwithouttax", "taxexclusivetotalamount", "totalamountwithouttax", "hjje", "合计金额", "不含税金额"
    };
    private static final String[] TAX = {"totaltaxam", "taxtotalamount", "totaltaxamount", "hjse", "合计税额"};
    private static final String[] GROSS = {
        "totaltaxincludedamount", "taxinclusivetotalamount", "totalamountwithtax", "totalamwithtax", "jshj", "价税合计"
    };
    private static final String[] CAPITALS = {"totaltaxincludedamountinchinese", "jshjdx", "价税合计大写"};
    private static final String[] NOTE = {"remark", "remarks", "note", "bz", "备注"};
    private static final String[] KIND = {
        "generalorspecialvat/labelname", "generalorspecialvat", "invoicetype", "invoicetypename", "fplx", "发票类型", "发票种类"
    };
    private static final String[] KIND_CODE = {"generalorspecialvat/labelcode", "invoicetypecode", "fpzl"};
    private static final String[] BLUE = {"inissutype/labelcode", "inissuetype/labelcode", "isblue"};
    private static final String[] ORIGINAL = {
        "originalinvoicenumber",
        "originalinvoiceno",
        "originalinvoicenum",
        "originaleinvoicenumber",
        "bluenumber",
        "blueinvoicenumber",
        "blueinvoiceno",
        "blueeiid",
        "oriinvoicenumber",
        "originalinvoice/invoicenumber",
        "originalinvoice/invoiceno",
        "lzfphm",
        "lzqdfphm",
        "yfphm",
        "dylzfphm",
        "dylzqdfphm",
        "对应蓝字发票号码",
        "蓝字发票号码",
        "原发票号码"
    };

    private static final Set<String> ITEMS = Set.of(
            "issuiteminformation",
            "issueiteminformation",
            "iteminformation",
            "goodsinfo",
            "goodsinformation",
            "goodsitem",
            "invoiceitem",
            "invoicedetail",
            "detail",
            "item",
            "xmxx",
            "fpmx",
            "commonfpkjxmxx",
            "明细");
    private static final String[] ITEM_NAME = {
        "itemname", "item", "goodsname", "productname", "xmmc", "spmc", "项目名称", "货物名称"
    };
    private static final String[] ITEM_SPEC = {"specmod", "specification", "spec", "model", "ggxh", "规格型号"};
    private static final String[] ITEM_UNIT = {"meaunits", "meaunit", "measurementdimension", "unit", "dw", "单位"};
    private static final String[] ITEM_QUANTITY = {"quantity", "xmsl", "spsl", "数量"};
    private static final String[] ITEM_PRICE = {"unprice", "unitprice", "price", "xmdj", "spdj", "单价"};
    private static final String[] ITEM_NET = {"amount", "xmje", "je", "金额"};
    private static final String[] ITEM_RATE = {"taxrate", "taxscheme", "rate", "sl", "税率"};
    private static final String[] ITEM_TAX = {"comtaxam", "taxamount", "taxam", "se", "税额"};

    /** Red letters name what they take back in the note: 被红冲蓝字数电票号码：…, 对应正数发票代码:…号码:…. */
    private static final Pattern TAKEN_BACK = Pattern.compile(
            "(?:被红冲蓝字[^0-9]{0,20}号码|对应正数发票代码[:：]?\\s*\\d{10,12}\\s*号码|对应蓝字[^0-9]{0,12}号码)\\s*[:：]?\\s*(\\d{8,20})");

    private static final Pattern GRAPH = Pattern.compile("0\\d,(\\d{2}),.*");

    private Fapiao() {}

    /** Values by their names, the first that is told of each. */
    static final class Values {
        final Map<String, String> named = new HashMap<>();
        final List<Map<String, String>> items = new ArrayList<>();
        boolean ofNewKind;

        static Values of(Xml root) {
            Values values = new Values();
            values.ofNewKind = key(root.name()).equals("einvoice")
                    && !root.children().isEmpty()
                    && root.children().stream().anyMatch(child -> child.name().equals("EInvoiceData"));
            values.gather(root, key(root.name()));
            return values;
        }

        private void gather(Xml xml, String parent) {
            for (Xml child : xml.children()) {
                String name = key(child.name());
                if (child.children().isEmpty()) {
                    put(name, parent, child.text());
                    child.attributes().forEach((key, value) -> put(key(key), name, value));
                } else if (ITEMS.contains(name)) {
                    Map<String, String> item = new HashMap<>();
                    child.children().forEach(part -> item.putIfAbsent(key(part.name()), part.text()));
                    if (!first(item, ITEM_NAME).isEmpty()
                            || !first(item, ITEM_NET).isEmpty()) {
                        items.add(item);
                    } else {
                        gather(child, name);
                    }
                } else {
                    gather(child, name);
                }
            }
        }

        /** A container of one party is called Seller, SellerInformation and the like. */
        private void put(String name, String parent, String text) {
            if (!text.isEmpty()) {
                named.putIfAbsent(name, text);
                named.putIfAbsent(parent.replace("information", "").replace("info", "") + "/" + name, text);
            }
        }

        void put(String name, String text) {
            if (!text.isBlank()) {
                named.putIfAbsent(key(name), text.strip());
            }
        }

        String get(String... names) {
            return first(named, names);
        }

        /** Whether this is an invoice at all: it has a number and sums. */
        boolean tells() {
            return !get(NUMBER).isEmpty() && !(get(GROSS).isEmpty() && get(NET).isEmpty());
        }

        boolean isEmpty() {
            return named.isEmpty();
        }
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_\\s.()（）]", "");
    }

    private static String first(Map<String, String> values, String... names) {
        for (String name : names) {
            String value = values.getOrDefault(name, "");
            if (!value.isBlank()) {
                return value.strip();
            }
        }
        return "";
    }

    /**
     * The invoice these values are.
     *
     * @param told other tellings of the same (tags over the page, properties), the more trusted first: they fill what is missing and must agree
     */
    static Draft read(List<Values> told) {
        Values values = new Values();
        told.forEach(one -> one.named.forEach(values.named::putIfAbsent));
        told.stream()
                .map(one -> one.items)
                .filter(items -> !items.isEmpty())
                .findFirst()
                .ifPresent(values.items::addAll);
        boolean ofNewKind = told.stream().anyMatch(one -> one.ofNewKind)
                || (values.get(CODE).isEmpty() && digits(values.get(NUMBER)).length() == LENGTH_OF_NEW);
        Draft draft = new Draft(ofNewKind ? Syntax.SHUDIANPIAO : Syntax.VAT_EINVOICE);
        contradictions(told, draft);
        fill(values, draft);
        return draft;
    }

    private static String digits(String text) {
        return text.replaceAll("\\D", "");
    }

    /** The page says one thing and the data beside it another: whoever sees only one of them is deceived. */
    private static void contradictions(List<Values> told, Draft draft) {
        Map<String, String[]> fields =
                Map.of("number", NUMBER, "gross", GROSS, "net", NET, "seller", SELLER, "buyer", BUYER);
        fields.forEach((field, names) -> {
            String before = "";
            for (Values values : told) {
                String text = values.get(names);
                if (text.isEmpty()) {
                    continue;
                }
                if (!before.isEmpty() && !equal(before, text)) {
                    draft.warn("contradiction", field, Draft.clean(before, 40), Draft.clean(text, 40));
                    return;
                }
                before = before.isEmpty() ? text : before;
            }
        });
    }

    private static boolean equal(String one, String other) {
        String a = one.replaceAll("\\s", "");
        String b = other.replaceAll("\\s", "");
        return a.equals(b)
                || Figures.number(a)
                        .flatMap(x -> Figures.number(b).map(y -> x.compareTo(y) == 0))
                        .orElse(false);
    }

    private static void fill(Values values, Draft draft) {
        draft.currency = "CNY";
        draft.number = values.get(NUMBER);
        draft.code = values.get(CODE);
        draft.checkCode = values.get(CHECK);
        draft.issued = issued(values, draft);
        draft.seller = Party.named(Draft.word(values.get(SELLER)), Draft.word(values.get(SELLER_ID)));
        draft.buyer = Party.named(Draft.word(values.get(BUYER)), Draft.word(values.get(BUYER_ID)));
        draft.net = draft.number("net", values.get(NET));
        draft.gross = draft.number("gross", values.get(GROSS));
        draft.tax = tax(draft, values.get(TAX));
        draft.note = values.get(NOTE);
        values.items.forEach(item -> item(draft, item));
        red(values, draft);
        draft.kind = kind(values);
        draft.payable = draft.gross;
        check(values, draft);
    }

    private static @Nullable LocalDate issued(Values values, Draft draft) {
        for (String name : ISSUED) {
            LocalDate day = Figures.day(values.get(name)).orElse(null);
            if (day != null) {
                return day;
            }
        }
        return draft.day("issued", values.get(ISSUED));
    }

    /** Exempt invoices have *** where the tax would be. */
    private static @Nullable BigDecimal tax(Draft draft, String text) {
        return text.matches("\\*+|免税|不征税|[-—]+") ? BigDecimal.ZERO : draft.number("tax", text);
    }

    private static void item(Draft draft, Map<String, String> item) {
        BigDecimal net = draft.number("net", first(item, ITEM_NET));
        BigDecimal tax = tax(draft, first(item, ITEM_TAX));
        BigDecimal quantity = draft.number("quantity", first(item, ITEM_QUANTITY));
        BigDecimal price = draft.number("price", first(item, ITEM_PRICE));
        draft.add(new Line(
                String.valueOf(draft.lines.size() + 1),
                Draft.word(first(item, ITEM_NAME)),
                Draft.word(first(item, ITEM_SPEC)),
                Draft.word(first(item, ITEM_UNIT)),
                quantity,
                price,
                net,
                Figures.rate(first(item, ITEM_RATE), net, tax).orElse(null),
                "",
                tax,
                false));
    }

    private static void red(Values values, Draft draft) {
        BigDecimal gross = draft.gross == null ? draft.net : draft.gross;
        boolean negative = gross != null && gross.signum() < 0;
        draft.credit = negative || values.get(BLUE).equalsIgnoreCase("N");
        String original = values.get(ORIGINAL);
        if (!original.isEmpty()) {
            draft.originals.add(Draft.word(original));
        }
        Matcher taken = TAKEN_BACK.matcher(draft.note);
        if (taken.find()) {
            draft.originals.add(taken.group(1));
        }
        if (draft.credit && gross != null && gross.signum() > 0) {
            draft.warn("red-positive", gross.toPlainString());
        }
        if (draft.credit && draft.originals.isEmpty()) {
            draft.warn("red-original");
        }
        if (!draft.credit) {
            draft.lines.replaceAll(line -> takesOff(line) ? discount(line) : line);
        }
    }

    /** 折扣行: a negative amount without quantity in an invoice that isn't red. */
    private static boolean takesOff(Line line) {
        return line.net() != null && line.net().signum() < 0;
    }

    private static Line discount(Line line) {
        return new Line(
                line.id(),
                line.name(),
                line.spec(),
                line.unit(),
                line.quantity(),
                line.price(),
                line.net(),
                line.rate(),
                line.category(),
                line.tax(),
                true);
    }

    private static Kind kind(Values values) {
        String words = values.get(KIND);
        if (words.contains("专用") || words.contains("专票")) {
            return Kind.SPECIAL;
        }
        if (words.contains("普通") || words.contains("普票")) {
            return Kind.ORDINARY;
        }
        Matcher graph = GRAPH.matcher(values.get("graphcode"));
        String code = graph.matches() ? graph.group(1) : values.get(KIND_CODE);
        return switch (code) {
            case "01", "08", "31", "81" -> Kind.SPECIAL;
            case "02", "04", "10", "11", "14", "32", "82" -> Kind.ORDINARY;
            default -> Kind.OTHER;
        };
    }

    private static void check(Values values, Draft draft) {
        for (Line line : draft.lines) {
            new Tied(draft).line(line.id(), line.quantity(), line.price(), null, BigDecimal.ZERO, line.net());
            lineTax(draft, line);
        }
        new Tied(draft).check();
        String capitals = values.get(CAPITALS);
        if (draft.gross != null
                && !capitals.isEmpty()
                && !capitals(capitals).equals(capitals(Capitals.of(draft.gross, false)))) {
            draft.warn("capitals-differ", Draft.clean(capitals, 60), draft.gross.toPlainString());
        }
        String number = draft.number;
        boolean wellFormed =
                draft.syntax == Syntax.SHUDIANPIAO ? number.matches("\\d{20}") : number.matches("\\d{8}|\\d{20}");
        if (!number.isEmpty() && !wellFormed) {
            draft.warn("number-form", Draft.clean(number, 40));
        }
    }

    /** A line's tax may be off by a few fen from its rate, where discounts are folded in; more than that is another rate. */
    private static void lineTax(Draft draft, Line line) {
        if (line.net() != null && line.rate() != null && line.tax() != null) {
            BigDecimal exact = line.net().multiply(line.rate()).movePointLeft(2);
            if (!Figures.near(exact, line.tax(), new BigDecimal("0.06"))) {
                draft.warn(
                        "line-tax",
                        line.id(),
                        line.tax().toPlainString(),
                        Figures.plain(exact).toPlainString());
            }
        }
    }

    /** 圆 is 元, 整 and 正 may be left out, as may a 零 between. */
    private static String capitals(String text) {
        return text.replaceAll("[\\s⊗ⓧ×人民币（）()]", "")
                .replace('圆', '元')
                .replace("负数", "负")
                .replaceAll("[整正零]", "");
    }
}
