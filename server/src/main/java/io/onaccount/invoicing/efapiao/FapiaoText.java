package io.onaccount.invoicing.efapiao;

import io.onaccount.invoicing.efapiao.Fapiao.Values;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Chinese invoice from the words on its page, line by line as they are seen. What is not found is left out. */
final class FapiaoText {
    private static final Pattern NUMBER = label("发票号码", "(\\d{8}(?:\\d{12})?)(?!\\d)");
    private static final Pattern CODE = label("发票代码", "(\\d{10,12})(?!\\d)");
    private static final Pattern CHECK = label("校验码", "([0-9 ]{6,30})");
    private static final Pattern DATE =
            label("开票日期", "(\\d{4}\\s*年\\s*\\d{1,2}\\s*月\\s*\\d{1,2}\\s*日|\\d{4}-\\d{2}-\\d{2})");
    private static final Pattern NAME = Pattern.compile("名\\s*称\\s*[:：]\\s*");
    private static final Pattern TAX_ID =
            Pattern.compile("(?:纳\\s*税\\s*人\\s*)?识\\s*别\\s*号\\s*[:：]\\s*([0-9A-Z]{15,20})?");
    private static final Pattern TITLE = Pattern.compile("(专\\s*用|普\\s*通)\\s*发\\s*票");

    /** The label of the other party that follows a name on the same line: 销, 售方信息 and the like. */
    private static final Pattern TAIL = Pattern.compile("\\s+[购买销售方信息卖]{1,4}\\s*$");

    private static final String MONEY = "[¥￥]?\\s*(-?\\d[\\d,]*\\.\\d{2})";
    private static final Pattern SUMS =
            Pattern.compile("合\\s*计\\s*" + MONEY + "\\s*(?:[¥￥]?\\s*(-?\\d[\\d,]*\\.\\d{2}|\\*+|免税|不征税))?");
    private static final Pattern GROSS = Pattern.compile("小\\s*写\\s*[)）]\\s*" + MONEY);
    private static final Pattern CAPITALS = Pattern.compile("大\\s*写\\s*[)）]\\s*[⊗ⓧ×]?\\s*([零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正负数]+)");

    /** *kind*name spec unit quantity price amount rate tax. */
    private static final Pattern ITEM = Pattern.compile(
            "(\\*[^*\\s]{1,40}\\*\\S*)\\s*(.*?)\\s+(-?\\d[\\d,]*\\.\\d{2})\\s+(\\d{1,2}(?:\\.\\d+)?\\s*%|免税|不征税|\\*+|出口零税率|普通零税率)\\s+(-?\\d[\\d,]*\\.\\d{2}|\\*+)\\s*");

    private static final Pattern PLAIN_NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
    private static final int MOST_LINES = 5000;

    private FapiaoText() {}

    private static Pattern label(String words, String value) {
        StringBuilder spaced = new StringBuilder();
        words.codePoints().forEach(c -> spaced.appendCodePoint(c).append("\\s*"));
        return Pattern.compile(spaced + "[:：]\\s*" + value);
    }

    /** The values these lines tell; empty when they are no invoice. */
    static Values read(List<String> seen) {
        List<String> lines =
                seen.stream().limit(MOST_LINES).map(FapiaoText::plain).toList();
        Values values = new Values();
        for (String line : lines) {
            put(values, "发票号码", NUMBER, line);
            put(values, "发票代码", CODE, line);
            put(values, "校验码", CHECK, line);
            put(values, "开票日期", DATE, line);
            put(values, "价税合计", GROSS, line);
            put(values, "价税合计大写", CAPITALS, line);
            Matcher title = TITLE.matcher(line);
            if (title.find()) {
                values.put("发票类型", title.group().replaceAll("\\s", ""));
            }
            Matcher sums = SUMS.matcher(line);
            if (sums.find() && !line.replaceAll("\\s", "").contains("价税合计")) {
                values.put("合计金额", sums.group(1));
                values.put("合计税额", sums.group(2) == null ? "" : sums.group(2));
            }
        }
        parties(lines, values);
        items(lines, values);
        return values;
    }

    private static void put(Values values, String name, Pattern pattern, String line) {
        Matcher found = pattern.matcher(line);
        if (found.find()) {
            values.put(name, found.group(1).replaceAll("\\s", ""));
        }
    }

    /** Fonts map some characters to radicals that look the same. */
    private static String plain(String line) {
        StringBuilder out = new StringBuilder();
        line.codePoints().limit(2000).forEach(c -> {
            boolean lookalike = (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0xF900 && c <= 0xFAFF);
            out.append(
                    lookalike
                            ? Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC)
                            : Character.toString(c == 0xA0 || c == 0x3000 ? ' ' : c));
        });
        return out.toString().strip();
    }

    /** The buyer stands left of the seller, or above. */
    private static void parties(List<String> lines, Values values) {
        List<String> names = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (String line : lines) {
            String[] parts = NAME.split(line, -1);
            for (int i = 1; i < parts.length && parts.length <= 3; i++) {
                names.add(TAIL.matcher(parts[i]).replaceAll("").strip());
            }
            Matcher id = TAX_ID.matcher(line);
            while (id.find()) {
                ids.add(id.group(1) == null ? "" : id.group(1));
            }
        }
        if (names.size() >= 2) {
            values.put("购买方名称", names.get(0));
            values.put("销售方名称", names.get(1));
        }
        if (ids.size() >= 2) {
            values.put("购买方识别号", ids.get(0));
            values.put("销售方识别号", ids.get(1));
        }
    }

    private static void items(List<String> lines, Values values) {
        Map<String, String> last = null;
        for (String line : lines) {
            Matcher item = ITEM.matcher(line);
            if (item.matches()) {
                last = item(item);
                values.items.add(last);
            } else if (last != null) {
                if (line.isEmpty() || line.matches(".*(合\\s*计|小\\s*计).*") || line.length() > 40 || line.contains(" ")) {
                    last = null;
                } else {
                    last.merge("项目名称", line, String::concat); // a long name goes on in the next line
                }
            }
        }
    }

    private static Map<String, String> item(Matcher found) {
        Map<String, String> item = new HashMap<>();
        item.put("项目名称", found.group(1));
        item.put("金额", found.group(3));
        item.put("税率", found.group(4));
        item.put("税额", found.group(5));
        List<String> middle =
                new ArrayList<>(Arrays.asList(found.group(2).strip().split("\\s+")));
        middle.removeIf(String::isEmpty);
        if (!middle.isEmpty() && PLAIN_NUMBER.matcher(middle.getLast()).matches()) {
            String price = middle.removeLast();
            if (!middle.isEmpty() && PLAIN_NUMBER.matcher(middle.getLast()).matches()) {
                item.put("单价", price);
                item.put("数量", middle.removeLast());
            } else {
                middle.add(price);
            }
        }
        if (!middle.isEmpty() && item.containsKey("数量")) {
            item.put("单位", middle.removeLast());
        }
        item.put("规格型号", String.join(" ", middle));
        return item;
    }
}
