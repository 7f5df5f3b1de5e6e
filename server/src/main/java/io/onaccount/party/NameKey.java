package io.onaccount.party;

import com.github.houbb.opencc4j.support.data.impl.OpenccDatas;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What remains of a company's name when the ways of writing it are taken away (排重): width, case, brackets, punctuation, blanks,
 * traditional characters, and legal forms that are the same in law. Two names with one key are one company.
 */
final class NameKey {
    /** Companies Law, article 7: 有限责任公司 may be written 有限公司. 股份有限公司 is another form and stays. */
    private static final Pattern LIMITED = Pattern.compile("有限责任公司");

    private static final Pattern ENGLISH_FORM = Pattern.compile("\\b(company|limited|corporation|incorporated)\\b");
    private static final Map<String, String> ENGLISH_SHORT =
            Map.of("company", "co", "limited", "ltd", "corporation", "corp", "incorporated", "inc");

    private static final Pattern FORM =
            Pattern.compile("(股份有限公司|集团有限公司|有限公司|集团公司|集团|公司|总厂|厂|coltd|corp|inc|ltd|llc|gmbh|co)+$");

    private static final List<String> REGIONS =
            List.of(("内蒙古 黑龙江 北京 上海 天津 重庆 河北 山西 辽宁 吉林 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 云南 西藏 陕西"
                            + " 甘肃 青海 宁夏 新疆 香港 澳门 台湾 中国 广州 深圳 杭州 南京 苏州 武汉 成都 西安 长沙 郑州 青岛 宁波 无锡 佛山 东莞 厦门"
                            + " 福州 泉州 温州 济南 合肥 南昌 沈阳 大连 哈尔滨 长春 石家庄 太原 昆明 贵阳 南宁 海口 兰州 银川 西宁 乌鲁木齐 呼和浩特 常州"
                            + " 南通 徐州 嘉兴 绍兴 台州 金华 义乌 烟台 潍坊 临沂 珠海 中山 惠州 唐山 洛阳 扬州 盐城 镇江 湖州 芜湖")
                    .split(" "));

    private NameKey() {}

    /** The key under which the same company is found. */
    static String exact(String name) {
        String plain =
                simplified(Normalizer.normalize(name, Normalizer.Form.NFKC)).toLowerCase(Locale.ROOT);
        Matcher form = ENGLISH_FORM.matcher(plain);
        plain = form.replaceAll(found -> ENGLISH_SHORT.getOrDefault(found.group(1), ""));
        StringBuilder letters = new StringBuilder(plain.length());
        plain.codePoints().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
        return LIMITED.matcher(letters).replaceAll("有限公司");
    }

    /** What the company is called without its place and legal form; shorter than two characters says nothing and is empty. */
    static String core(String name) {
        String key = exact(name);
        for (String region : REGIONS) {
            if (key.startsWith(region)) {
                key = key.substring(region.length());
                key = key.startsWith("省") || key.startsWith("市") ? key.substring(1) : key;
            }
        }
        key = FORM.matcher(key).replaceFirst("");
        return key.length() < 2 ? "" : key;
    }

    private static String simplified(String text) {
        StringBuilder simple = new StringBuilder(text.length());
        text.codePoints()
                .mapToObj(Character::toString)
                .forEach(c -> simple.append(
                        Characters.SIMPLE.getOrDefault(c, List.of(c)).getFirst()));
        return simple.toString();
    }

    /** Loaded with the first name. */
    private static final class Characters {
        static final Map<String, List<String>> SIMPLE =
                OpenccDatas.tsChar().data().getDataMap();
    }
}
