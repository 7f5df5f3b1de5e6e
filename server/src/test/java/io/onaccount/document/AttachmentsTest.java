package io.onaccount.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Http;
import io.onaccount.testing.TestApplication;
import io.onaccount.testing.Trade;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** What hangs on records (FND-23): files with their contents, tags and comments, for those who may see the record. */
class AttachmentsTest {
    private static final byte[] PDF = "%PDF-1.7\n1 0 obj\n".getBytes(StandardCharsets.ISO_8859_1);

    private final TestApplication application = TestApplication.shared();
    private final Trade trade = new Trade(application.database()::sql);
    private final String bossToken = trade.person();
    private final Http boss = Http.at(application).token(bossToken);
    private final UUID customer = trade.customer("100");
    private final String files = "/records/" + customer + "/attachments";

    private Http.Answer send(Http http, String name, byte[] content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--sample\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n--sample--\r\n".getBytes(StandardCharsets.UTF_8));
        return http.with("Idempotency-Key", UUID.randomUUID().toString())
                .call("POST", files, body.toByteArray(), "multipart/form-data; boundary=sample");
    }

    private Http.Answer content(Http http, Http.Answer kept) {
        return http.get(files + "/" + kept.json().path("id").asString() + "/content");
    }

    private static byte[] archive(String... entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write("<x/>".getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    @Test
    void aFileComesBackAsItWasSentAndOnlyToWhoMaySeeTheRecord() {
        byte[] large = Arrays.copyOf(PDF, 700_000); // three parts
        new Random(1).nextBytes(large);
        System.arraycopy(PDF, 0, large, 0, PDF.length);
        Http.Answer kept = send(boss, "../合同 2026.pdf", large);
        assertThat(kept.status()).as(kept.toString()).isEqualTo(201);
        assertThat(kept.json().path("name").asString()).isEqualTo("合同 2026.pdf");
        assertThat(kept.json().path("type").asString()).isEqualTo("application/pdf");
        assertThat(kept.json().path("size").asInt()).isEqualTo(large.length);
        Http.Answer back = content(boss, kept);
        assertThat(back.response().body()).isEqualTo(large);
        assertThat(back.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(back.header("Content-Disposition")).startsWith("attachment;");
        assertThat(back.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(back.header("Content-Security-Policy")).contains("sandbox");

        String narrowToken = trade.person("OWN", "customer.*");
        Http narrow = Http.at(application).token(narrowToken);
        Http keeper = Http.at(application).token(trade.person("ALL", "product.view"));
        Http elsewhere = Http.at(application).token(new Trade(application.database()::sql).person());
        for (Http stranger : List.of(narrow, keeper, elsewhere)) {
            assertThat(content(stranger, kept).status()).isIn(403, 404);
            assertThat(stranger.get(files).status()).isIn(403, 404);
            assertThat(send(stranger, "a.pdf", PDF).status()).isIn(403, 404);
        }
        Http reader = Http.at(application).token(trade.person("ALL", "customer.view"));
        assertThat(content(reader, kept).response().body()).isEqualTo(large);
        assertThat(send(reader, "a.pdf", PDF).status())
                .as("who only reads adds nothing")
                .isEqualTo(403);
        String path = files + "/" + kept.json().path("id").asString();
        assertThat(reader.delete(path).status()).isEqualTo(403);
        trade.owner(customer, narrowToken);
        assertThat(content(narrow, kept).status()).isEqualTo(200);

        UUID another = trade.customer("1");
        assertThat(boss.get("/records/" + another + "/attachments/"
                                + kept.json().path("id").asString() + "/content")
                        .status())
                .as("a file belongs to its record")
                .isEqualTo(404);
        assertThat(boss.delete(path).status()).isEqualTo(204);
        assertThat(content(boss, kept).status()).isEqualTo(404);
        assertThat(boss.get("/records/" + customer + "/history").body()).contains("attach", "detach", "合同 2026.pdf");
    }

    @Test
    void theTypeIsWhatTheBytesSayAndTheNameMustAgree() throws IOException {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};
        byte[] chinese = "名称,金额\n".getBytes(Charset.forName("GB18030"));
        assertThat(send(boss, "a.png", png).json().path("type").asString()).isEqualTo("image/png");
        assertThat(send(boss, "a.xlsx", archive("xl/workbook.xml"))
                        .json()
                        .path("type")
                        .asString())
                .contains("spreadsheetml");
        assertThat(send(boss, "a.ofd", archive("OFD.xml")).json().path("type").asString())
                .isEqualTo("application/ofd");
        assertThat(send(boss, "a.csv", chinese).json().path("type").asString()).isEqualTo("text/plain");
        for (Http.Answer refused : List.of(
                send(boss, "a.pdf", png),
                send(boss, "a.png", PDF),
                send(boss, "a.html", "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8)),
                send(boss, "a.txt", "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8)),
                send(boss, "a.xml", "<?xml version='1.0'?><svg onload='x'/>".getBytes(StandardCharsets.UTF_8)),
                send(boss, "a.sh", "#!/bin/sh\nrm\n".getBytes(StandardCharsets.UTF_8)),
                send(boss, "a.exe", new byte[] {'M', 'Z', 0, 1}),
                send(boss, "a.zip", archive("a.txt")),
                send(boss, "a.xlsx", archive("xl/workbook.xml", "xl/vbaProject.bin")))) {
            assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
            assertThat(refused.body()).contains("attachment-type");
        }
        assertThat(send(boss, "a.txt", new byte[0]).body()).contains("attachment-empty");
        assertThat(send(boss, "", PDF).status()).isEqualTo(400);
        assertThat(boss.get(files).json()).hasSize(4);
    }

    @Test
    void aFileOfTwentyMegabytesIsTakenAndOneByteMoreIsNot() {
        byte[] largest = new byte[Attachments.MOST_BYTES];
        Arrays.fill(largest, (byte) 'a');
        Http.Answer kept = send(boss, "a.txt", largest);
        assertThat(kept.status()).as(kept.toString()).isEqualTo(201);
        assertThat(content(boss, kept).response().body()).isEqualTo(largest);
        Http.Answer refused = send(boss, "a.txt", Arrays.copyOf(largest, largest.length + 1));
        assertThat(refused.status()).as(refused.toString()).isIn(400, 413);
        assertThat(refused.body()).contains("too-large");
    }

    @Test
    void tagsAreTheRecordsOwnAndTheCompanysWords() {
        String tags = "/records/" + customer + "/tags";
        assertThat(boss.put(tags, "{\"tags\":[\" 重点 \",\"east\",\"east\"]}")
                        .json()
                        .path("tags")
                        .toString())
                .isEqualTo("[\"east\",\"重点\"]");
        assertThat(boss.get("/records/" + customer).json().path("tags").toString())
                .isEqualTo("[\"east\",\"重点\"]");
        assertThat(boss.get("/tags?q=ea").json().toString()).isEqualTo("[\"east\"]");
        assertThat(boss.put(tags, "{\"tags\":[\"east\"]}").status()).isEqualTo(200);
        assertThat(boss.get("/tags?q=").json().toString()).isEqualTo("[\"east\"]");
        assertThat(boss.get("/records/" + customer + "/history").body()).contains("重点");
        assertThat(boss.put(tags, "{\"tags\":[\"\"]}").status()).isEqualTo(400);
        assertThat(boss.put(tags, "{\"tags\":[\"" + "x".repeat(500) + "\"]}").status())
                .isEqualTo(400);
        Http reader = Http.at(application).token(trade.person("ALL", "customer.view"));
        assertThat(reader.put(tags, "{\"tags\":[]}").status()).isEqualTo(403);
        Http elsewhere = Http.at(application).token(new Trade(application.database()::sql).person());
        assertThat(elsewhere.put(tags, "{\"tags\":[]}").status()).isEqualTo(404);
        assertThat(elsewhere.get("/tags?q=").json()).isEmpty();
    }
}
