package io.onaccount.party;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 统一社会信用代码, GB 32100-2015. The codes are of real companies. */
class CreditCodeTest {
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "92340603MA2UK28G4G",
                "92340621MA2UJWCT2H",
                "91310116076409427L",
                "91340600MA2PBN831R",
                "91340600MA2PEP518T",
                "92340621MA2PBNJ232",
                "913205056082348768",
                "92340604MA2UK03G7D",
                "91620105784023285J",
                "92340603MA2UK3D673",
                "91340600MA2PENWF9P",
                "92340621MA2PBMNMXM",
                "92340603MA2UK3DF0N",
                "91340600MA2PBM9HXD",
                "92340621MA2PBN145R",
                "91340603MA2UJYNU67",
                "91620105L015101280",
                "92340621MA2UJTY74U",
                "92340621MA2UJTTF8R",
                "92340621MA2UK08G9K",
                "92340621MA2UJX968M",
                "91620105794891756D",
                "91310116052958608G",
                "92340621MA2PBMUH3D",
                "91340621MA2PBPLU08",
                "92340621MA2UK1JY92",
                "92340621MA2PBM6286",
                "91340603MA2UJYN78Q",
                "92340603MA2PBQY862",
                "91340600MA2PERLJ2D",
                "92340621MA2PBNFH07",
                "91620105665404165K",
                "92340603MA2UK0ME1G",
                "92340621MA2UK2EP62",
                "91340600MA2PBMA74B",
                "92340621MA2UK02XXW",
                "92340621MA2UJX6C8T",
                "91620105756580826D",
                "92340604MA2UJYCE59",
                "92340621MA2PBLWT1Y",
                "91310110666007217T"
            })
    void realCodesAreRightAndNoOtherLastCharacterIs(String code) {
        assertThat(CreditCode.isValid(code)).isTrue();
        for (char last : ALPHABET.toCharArray()) {
            assertThat(CreditCode.isValid(code.substring(0, 17) + last)).isEqualTo(last == code.charAt(17));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "91310116076409427K", // another check digit
                "91310116076490427L", // two digits changed places
                "9131011607640942", // too short
                "91310116076409427L0", // too long
                "9131011607640942IL", // I is not used
                "913101160764094２7L", // a full-width digit
                ""
            })
    void wrongCodesAreRefused(String code) {
        assertThat(CreditCode.isValid(code)).isFalse();
    }

    @Test
    void blanksAndSmallLettersAreTakenAsMeant() {
        assertThat(CreditCode.normal(" 9131 0116 0764 0942 7l ")).isEqualTo("91310116076409427L");
    }
}
