package io.onaccount.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How names are read (LST-02). The first table is of words with several readings (phrase-pinyin-data, MIT). */
class PinyinTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            番禺, panyu, py
            蚌埠, bengbu, bb
            大厦, dasha, ds
            银行, yinhang, yh
            行业, hangye, hy
            乐清, yueqing, yq
            乐山, leshan, ls
            莘庄, xinzhuang, xz
            解放, jiefang, jf
            石柱, shizhu, sz
            万俟, moqi, mq
            丽水, lishui, ls
            阿胶, ejiao, ej
            济南, jinan, jn
            华山, huashan, hs
            成都, chengdu, cd
            蔚县, yuxian, yx
            调味, tiaowei, tw
            调料, tiaoliao, tl
            厂房, changfang, cf
            闽侯, minhou, mh
            泌阳, biyang, by
            监利, jianli, jl
            黄陂, huangpi, hp
            呼和浩特, huhehaote, hhht
            行政, xingzheng, xz
            重复, chongfu, cf
            长期, changqi, cq
            传记, zhuanji, zj
            供应, gongying, gy
            给水, jishui, js
            空调, kongtiao, kt
            角色, juese, js
            角度, jiaodu, jd
            弹性, tanxing, tx
            差价, chajia, cj
            出差, chuchai, cc
            当铺, dangpu, dp
            率先, shuaixian, sx
            降低, jiangdi, jd
            投降, touxiang, tx
            勉强, mianqiang, mq
            数字, shuzi, sz
            卷烟, juanyan, jy
            试卷, shijuan, sj
            石油, shiyou, sy
            """)
    void wordsWithSeveralReadings(String text, String full, String initials) {
        assertThat(Pinyin.of(text)).isEqualTo(new Pinyin(full, initials));
    }

    @ParameterizedTest
    @CsvSource(emptyValue = "", textBlock = """
            重庆长安物流有限公司, chongqingchanganwuliuyouxiangongsi, cqcawlyxgs
            长沙恒盛贸易有限公司, changshahengshengmaoyiyouxiangongsi, cshsmyyxgs
            厦门大厦物业, xiamendashawuye, xmdswy
            中国移动, zhongguoyidong, zgyd
            上海新车行有限公司, shanghaixinchehangyouxiangongsi, shxchyxgs
            大明五金行, damingwujinhang, dmwjh
            中国银行, zhongguoyinhang, zgyh
            3M中国有限公司, 3mzhongguoyouxiangongsi, 3mzgyxgs
            ABC电子, abcdianzi, abcdz
            绿地集团, lvdijituan, ldjt
            长兴增长极基金, changxingzengzhangjijijin, cxzzjjj
            三一重工, sanyizhonggong, syzg
            Müller（上海）, mullershanghai, mullersh
            '', '', ''
            """)
    void namesOfCompanies(String text, String full, String initials) {
        assertThat(Pinyin.of(text)).isEqualTo(new Pinyin(full, initials));
    }
}
