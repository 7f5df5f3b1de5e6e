package io.onaccount.invoicing.efapiao;

import java.util.Locale;
import java.util.Map;

/** Units of measure as UN/ECE Recommendation 20 codes them. */
public final class Units {
    /** One of whatever it is. */
    static final String ONE = "C62";

    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("件", "H87"),
            Map.entry("个", "H87"),
            Map.entry("只", "H87"),
            Map.entry("台", "H87"),
            Map.entry("支", "H87"),
            Map.entry("块", "H87"),
            Map.entry("张", "H87"),
            Map.entry("pcs", "H87"),
            Map.entry("piece", "H87"),
            Map.entry("套", "SET"),
            Map.entry("set", "SET"),
            Map.entry("双", "PR"),
            Map.entry("对", "PR"),
            Map.entry("箱", "XCT"),
            Map.entry("盒", "XBX"),
            Map.entry("box", "XBX"),
            Map.entry("包", "XPK"),
            Map.entry("袋", "XBG"),
            Map.entry("瓶", "XBO"),
            Map.entry("桶", "XBA"),
            Map.entry("卷", "XRO"),
            Map.entry("千克", "KGM"),
            Map.entry("公斤", "KGM"),
            Map.entry("kg", "KGM"),
            Map.entry("克", "GRM"),
            Map.entry("g", "GRM"),
            Map.entry("吨", "TNE"),
            Map.entry("t", "TNE"),
            Map.entry("米", "MTR"),
            Map.entry("m", "MTR"),
            Map.entry("平方米", "MTK"),
            Map.entry("m2", "MTK"),
            Map.entry("立方米", "MTQ"),
            Map.entry("m3", "MTQ"),
            Map.entry("升", "LTR"),
            Map.entry("l", "LTR"),
            Map.entry("小时", "HUR"),
            Map.entry("h", "HUR"),
            Map.entry("天", "DAY"),
            Map.entry("月", "MON"),
            Map.entry("年", "ANN"));

    private Units() {}

    /** The code of a unit as companies call it; C62 (one) for those that have none. */
    public static String code(String name) {
        return CODES.getOrDefault(name.strip().toLowerCase(Locale.ROOT), ONE);
    }
}
