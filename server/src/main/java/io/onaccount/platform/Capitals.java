package io.onaccount.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount in yuan in capitals (人民币大写, FND-13), as 《支付结算办法》 has it: 10,050.30 → 壹万零伍拾元叁角, 0.05 → 伍分; 整 only after 元,
 * unless the company wants it after 角 too, as tax invoices print it.
 */
public final class Capitals {
    private static final String DIGITS = "零壹贰叁肆伍陆柒捌玖";
    private static final String[] PLACES = {"仟", "佰", "拾", ""};
    private static final String[] GROUPS = {"", "万", "亿", "万亿"};

    private Capitals() {}

    /**
     * The words; empty beyond 9999 trillion yuan, which no one writes.
     *
     * @param wholeAfterJiao whether 整 also follows 角
     */
    public static String of(BigDecimal amount, boolean wholeAfterJiao) {
        BigDecimal exact = Money.round(amount, "CNY").amount();
        String plain = exact.abs().setScale(2, RoundingMode.UNNECESSARY).toPlainString();
        String whole = plain.substring(0, plain.length() - 3);
        if (whole.length() > 4 * GROUPS.length) {
            return "";
        }
        if (exact.signum() == 0) {
            return "零元整";
        }
        String yuan = yuan(whole);
        int jiao = plain.charAt(plain.length() - 2) - '0';
        int fen = plain.charAt(plain.length() - 1) - '0';
        StringBuilder text = new StringBuilder(exact.signum() < 0 ? "负" : "");
        if (!yuan.isEmpty()) {
            text.append(yuan).append('元');
        }
        if (jiao > 0) {
            text.append(DIGITS.charAt(jiao)).append('角');
        } else if (fen > 0 && !yuan.isEmpty()) {
            text.append('零');
        }
        if (fen > 0) {
            text.append(DIGITS.charAt(fen)).append('分');
        } else if (jiao == 0 || wholeAfterJiao) {
            text.append('整');
        }
        return text.toString();
    }

    /** Groups of four digits; a 零 stands for any run of zeros between two digits, and none for zeros at a group's end. */
    private static String yuan(String whole) {
        String padded = "0".repeat(Math.floorMod(-whole.length(), 4)) + whole;
        int groups = padded.length() / 4;
        StringBuilder text = new StringBuilder();
        boolean gap = false;
        for (int group = 0; group < groups; group++) {
            String four = padded.substring(group * 4, group * 4 + 4);
            if (four.equals("0000")) {
                gap = !text.isEmpty();
                continue;
            }
            gap |= group > 0 && four.charAt(0) == '0';
            for (int i = 0; i < 4; i++) {
                int digit = four.charAt(i) - '0';
                if (digit == 0) {
                    gap |= !text.isEmpty();
                    continue;
                }
                text.append(gap ? "零" : "").append(DIGITS.charAt(digit)).append(PLACES[i]);
                gap = false;
            }
            text.append(GROUPS[groups - 1 - group]);
            gap = false;
        }
        return text.toString();
    }
}
