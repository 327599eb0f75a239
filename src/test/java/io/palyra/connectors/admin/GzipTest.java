package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client says that it takes answers packed, and asks for long ones. */
class GzipTest {

    private static final String CHANNELS = "/admin/v1/channels";

    private static ProgramUnderTest admin;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        admin = AdminSetup.in(folder).settings(AdminSetup.tokensOfEachRole()).start();
        for (int i = 0; i < 10; i++) {
            admin.client().post(CHANNELS, "{'connector_id':'echo:more%d'}".formatted(i), AdminSetup.bearer("admin"));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    private static HttpResponse<byte[]> get(String path, String codings) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.port() + path))
                .headers(AdminSetup.bearer("admin", "Accept-Encoding", codings))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    }

    private static boolean isPacked(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Content-Encoding").equals(Optional.of("gzip"));
    }

    private static byte[] unpacked(HttpResponse<byte[]> answer) throws IOException {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return plain.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br;q=1.0, GZIP ; q=0.5, *", "deflate,x-gzip"})
    void isForWhoeverTakesIt(String codings) throws Exception {
        HttpResponse<byte[]> packed = get(CHANNELS, codings);
        HttpResponse<byte[]> plain = get(CHANNELS, "identity");

        assertThat(isPacked(packed)).isTrue();
        assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        assertThat(unpacked(packed)).isEqualTo(plain.body());
        assertThat(packed.body()).hasSizeLessThan(plain.body().length / 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "br", "gzip;q=0", "gzip; q=0.000", "*", "notgzip"})
    void isForNobodyElse(String codings) throws Exception {
        HttpResponse<byte[]> plain = get(CHANNELS, codings);

        assertThat(isPacked(plain)).isFalse();
        assertThat(new String(plain.body(), StandardCharsets.UTF_8)).startsWith("{");
    }

    /** How long a packed answer is would tell of what is in it. */
    @Test
    void isForNoAnswerWithASecret() throws Exception {
        assertThat(isPacked(get("/admin/v1/whoami", "gzip"))).isFalse();
    }
}
