package io.onaccount.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts in capitals (FND-13); the facts of public test suites and of printed tax invoices are among them. */
class CapitalsTest {

    @ParameterizedTest
    @CsvSource({
        "67556.32, 陆万柒仟伍佰伍拾陆元叁角贰分",
        "20000.00, 贰万元整",
        "0.12, 壹角贰分",
        "1.00, 壹元整",
        "1.10, 壹元壹角",
        "1.0, 壹元整",
        "-1, 负壹元整",
        "010, 壹拾元整",
        "12, 壹拾贰元整",
        "0.1, 壹角",
        "-0.1, 负壹角",
        "10050.30, 壹万零伍拾元叁角",
        "0.05, 伍分",
        "-0.05, 负伍分",
        "0, 零元整",
        "0.004, 零元整",
        "10.05, 壹拾元零伍分",
        "100, 壹佰元整",
        "1010, 壹仟零壹拾元整",
        "10001, 壹万零壹元整",
        "107000, 壹拾万柒仟元整",
        "100000007, 壹亿零柒元整",
        "100010000, 壹亿零壹万元整",
        "1000000000000, 壹万亿元整",
        "1234567890123.45, 壹万亿贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分",
        "4449.00, 肆仟肆佰肆拾玖元整",
        "692.00, 陆佰玖拾贰元整",
        "1130.00, 壹仟壹佰叁拾元整",
        "5300.00, 伍仟叁佰元整",
        "1680.32, 壹仟陆佰捌拾元叁角贰分",
        "1409.50, 壹仟肆佰零玖元伍角",
        "16409.02, 壹万陆仟肆佰零玖元零贰分",
        "107000.53, 壹拾万柒仟元伍角叁分",
        "325.04, 叁佰贰拾伍元零肆分",
        "6007.14, 陆仟零柒元壹角肆分"
    })
    void anAmountIsWrittenAsThePaymentRulesSay(String amount, String words) {
        assertThat(Capitals.of(new BigDecimal(amount), false)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"246.90, 贰佰肆拾陆元玖角整", "1.1, 壹元壹角整", "246.95, 贰佰肆拾陆元玖角伍分", "3, 叁元整", "-0.2, 负贰角整"})
    void orAsTaxInvoicesPrintIt(String amount, String words) {
        assertThat(Capitals.of(new BigDecimal(amount), true)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"99999999999999999.00", "-123456789012345678"})
    void beyondTenThousandTrillionNothingIsWritten(String amount) {
        assertThat(Capitals.of(new BigDecimal(amount), false)).isEmpty();
    }
}
