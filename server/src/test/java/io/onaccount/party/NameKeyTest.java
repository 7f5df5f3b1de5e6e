package io.onaccount.party;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When two names are one company (CUS-05). */
class NameKeyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '北京云帆科技有限公司' | '北京云帆科技有限责任公司' | 有限公司 = 有限责任公司 in law
            '北京云帆（集团）有限公司' | '北京云帆(集团)有限公司' | full-width brackets
            'ＡＢＣ电子有限公司' | 'ABC电子有限公司' | full-width letters
            'abc电子有限公司' | 'ABC电子有限公司' | letter case
            '上海 恒昌 贸易有限公司' | '上海恒昌贸易有限公司' | spaces
            '上海恒昌贸易有限公司。' | '上海恒昌贸易有限公司' | full stop at the end
            '3M中国有限公司' | '３Ｍ中国有限公司' | full-width digits
            '天津中远-海运有限公司' | '天津中远海运有限公司' | hyphen
            'Shanghai Hengchang Trading Co., Ltd.' | 'SHANGHAI HENGCHANG TRADING CO LTD' | punctuation and case
            '青岛海丰食品有限公司\u200b' | '青岛海丰食品有限公司' | zero-width space
            '深圳市華為技術有限公司' | '深圳市华为技术有限公司' | traditional characters
            '臺北長榮貿易有限公司' | '台北长荣贸易有限公司' | traditional characters
            'Acme Company Limited' | 'ACME Co., Ltd.' | English legal forms
            'Acme Corporation' | 'Acme Corp' | English legal forms
            '北京云帆【集团】有限公司' | '北京云帆(集团)有限公司' | square brackets
            """)
    void theSameCompany(String a, String b, String why) {
        assertThat(NameKey.exact(a)).as(why).isEqualTo(NameKey.exact(b));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '北京云帆科技有限公司' | '北京云帆科技股份有限公司' | another legal form
            '北京云帆科技有限公司' | '上海云帆科技有限公司' | another place
            '北京云帆科技有限公司' | '北京云帆科技有限公司上海分公司' | a branch
            '北京云帆(集团)有限公司' | '北京云帆有限公司' | the group is not the company
            'Acme Trading Co' | 'Acme Trade Co' | another word
            """)
    void notTheSameCompany(String a, String b, String why) {
        assertThat(NameKey.exact(a)).as(why).isNotEqualTo(NameKey.exact(b));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '上海恒昌贸易有限公司' | '恒昌贸易'
            '上海市恒昌贸易有限责任公司' | '恒昌贸易'
            '广东省广州市大明五金厂' | '大明五金'
            '北京云帆科技股份有限公司' | '云帆科技'
            'Shanghai Hengchang Trading Co., Ltd.' | 'shanghaihengchangtrading'
            '上海有限公司' | ''
            """)
    void whatItIsCalledWithoutPlaceAndForm(String name, String core) {
        assertThat(NameKey.core(name)).isEqualTo(core);
    }
}
