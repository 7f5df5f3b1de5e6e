package io.onaccount.credit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.PostOffice;
import io.onaccount.testing.Samples;
import io.onaccount.testing.TestApplication;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The letter about a decided application goes to the customer by mail (CRD-04). */
class CreditLetterMailTest {
    private final Samples samples = Samples.make(TestApplication.shared());

    @Test
    void theLetterIsProposedInTheCustomersLanguageAndSent() throws Exception {
        String decided =
                samples.id("GET /api/v1/credit-applications/{id}/letter").orElseThrow();
        try (PostOffice post = new PostOffice(samples)) {
            JsonNode draft = samples.administrator()
                    .get("/records/" + decided + "/mail-draft")
                    .json();
            assertThat(draft.path("language").asString()).isEqualTo("en");
            assertThat(draft.path("printable").asBoolean()).isFalse();
            assertThat(draft.path("text").asString()).contains("90,000.00");
            assertThat(samples.administrator()
                            .get("/records/" + decided + "/mail-draft?language=zh-CN")
                            .json()
                            .path("text")
                            .asString())
                    .contains("授信");
            Answer sent = samples.administrator()
                    .postOnce(
                            "/records/" + decided + "/mails",
                            JsonMapper.builder()
                                    .build()
                                    .writeValueAsString(java.util.Map.of(
                                            "to",
                                            java.util.List.of(java.util.Map.of("address", "a@b.cn", "name", "N")),
                                            "language",
                                            "en",
                                            "subject",
                                            draft.path("subject").asString(),
                                            "text",
                                            draft.path("text").asString(),
                                            "pdf",
                                            false,
                                            "excel",
                                            false)));
            assertThat(sent.status()).as(sent.toString()).isEqualTo(200);
            assertThat(PostOffice.text(post.delivered(1).getFirst())).contains("90,000.00");
            assertThat(samples.administrator()
                            .get("/records/" + samples.id("credit-applications").orElseThrow() + "/mail-draft")
                            .code())
                    .as("nothing is decided")
                    .isEqualTo("credit-application-undecided");
        }
    }
}
