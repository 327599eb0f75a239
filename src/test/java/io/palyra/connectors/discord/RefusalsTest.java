package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.platform.http.HttpAnswer;
import io.palyra.connectors.platform.http.RefusalMeaning;
import io.palyra.connectors.platform.http.Refusals;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.protocol.LimitScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How answers are read that are no success. {@link OutcomeTableTest} has them over real sockets. */
class RefusalsTest {

    private static final String ROUTE = BucketKey.ofPost("301");
    private static final String TOKEN = "TOKENTOKENTOKENTOKEN42.abcdef.abcdefghijklmnopqrstuvwxyz";
    private static final String JSON = "application/json";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Refusals refusals = new Refusals(new DiscordApi(URI.create("https://discord.com/api/v10/"), clock));

    private RequestFailure read(int status, String type, String body, Map<String, String> headers) {
        return refusals.of(ROUTE, answer(status, headers, type, ResponseBody.create(body, MediaType.parse(type))));
    }

    private RequestFailure read(int status, String type, String body) {
        return read(status, type, body, Map.of());
    }

    private RequestFailure json(int status, String body) {
        return read(status, JSON, body);
    }

    private static HttpAnswer answer(int status, Map<String, String> headers, String type, ResponseBody body) {
        return HttpAnswer.read(new Response.Builder()
                .request(new Request.Builder()
                        .url("https://discord.com/api/v10/channels/301/messages")
                        .header("Authorization", "Bot " + TOKEN)
                        .build())
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("")
                .headers(Headers.of(headers)
                        .newBuilder()
                        .add("Content-Type", type)
                        .build())
                .body(body)
                .build());
    }

    private RequestFailure.Limited limited(@Nullable String header, String body) {
        return (RequestFailure.Limited)
                read(429, JSON, body, header == null ? Map.of() : Map.of("Retry-After", header));
    }

    // Who has answered

    @ParameterizedTest
    @EnumSource(DiscordCode.class)
    void eachCodeThatIsKnownSpeaksOfSomething(DiscordCode code) {
        RequestFailure failure = refusals.of(ROUTE, ofCode(code));
        Class<?> expected =
                switch (code.says()) {
                    case MESSAGE, TARGET, REPLY -> RequestFailure.Refused.class;
                    case LIMITED -> RequestFailure.Limited.class;
                    case NOT_NOW -> RequestFailure.Unavailable.class;
                    case TOKEN -> RequestFailure.Unauthorized.class;
                    case PERHAPS_DONE -> RequestFailure.ServerFailed.class;
                    case SET_UP -> RequestFailure.Misconfigured.class;
                    case FOREIGN -> RequestFailure.Foreign.class;
                };
        assertThat(failure).isInstanceOf(expected);
        if (failure instanceof RequestFailure.Refused refused) {
            assertThat(refused.meaning().name()).isEqualTo(code.says().name());
        }
    }

    private static HttpAnswer ofCode(DiscordCode code) {
        String body = "{\"message\": \"no\", \"code\": " + code.code() + "}";
        return answer(400, Map.of(), JSON, ResponseBody.create(body, MediaType.parse(JSON)));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 409, 422})
    void aCodeThatNobodyKnowsSpeaksOfNothing(int status) {
        assertThat(json(status, "{\"message\":\"New Rule\",\"code\":987654}"))
                .isInstanceOfSatisfying(RequestFailure.Refused.class, refused -> {
                    assertThat(refused.meaning()).isEqualTo(RefusalMeaning.UNKNOWN);
                    assertThat(refused.reason()).contains("987654", "New Rule", "not known");
                });
    }

    static Stream<String> foreignBodies() {
        return Stream.of(
                "",
                "<html>Blocked</html>",
                "null",
                "[]",
                "{}",
                "{\"message\":\"Forbidden\"}",
                "{\"code\":50013}",
                "{\"code\":\"50013\",\"message\":\"Missing Permissions\"}",
                "{\"code\":0,\"message\":\"404: Not Found\"}",
                "{\"code\":-1,\"message\":\"no\"}",
                "{\"code\":40333,\"message\":\"internal network error\"}");
    }

    @ParameterizedTest
    @MethodSource("foreignBodies")
    void whatHasNotDiscordsFormIsNotDiscords(String body) {
        for (int status : new int[] {301, 302, 400, 403, 404, 405, 407, 421, 451, 499}) {
            assertThat(json(status, body)).as(status + " " + body).isInstanceOf(RequestFailure.Foreign.class);
        }
    }

    @Test
    void onlyDiscordsOwnWordIsAboutTheToken() {
        assertThat(json(401, "{\"message\":\"401: Unauthorized\",\"code\":0}"))
                .isInstanceOf(RequestFailure.Unauthorized.class);
        assertThat(json(401, "{\"message\":\"Unauthorized\"}")).isInstanceOf(RequestFailure.Foreign.class);
        assertThat(read(401, "text/html", "<h1>Log in</h1>")).isInstanceOf(RequestFailure.Foreign.class);
    }

    @Test
    void aRefusedReplyIsFoundAmongTheFields() {
        RequestFailure failure = json(400, """
                {"message":"Invalid Form Body","code":50035,"errors":{"message_reference":{"_errors":[
                {"code":"REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE","message":"Cannot reply to a system message"}]}}}""");
        assertThat(failure).isInstanceOfSatisfying(RequestFailure.Refused.class, refused -> {
            assertThat(refused.meaning()).isEqualTo(RefusalMeaning.REPLY);
            assertThat(refused.reason()).contains("message_reference: Cannot reply to a system message");
        });
        assertThat(json(400, "{\"message\":\"Invalid Form Body\",\"code\":50035,\"errors\":{\"content\":{}}}"))
                .isInstanceOfSatisfying(RequestFailure.Refused.class, refused -> assertThat(refused.meaning())
                        .isEqualTo(RefusalMeaning.MESSAGE));
    }

    @Test
    void errorsOfAnyShapeAreNoReasonToFail() {
        String deep = "{\"a\":".repeat(50) + "{\"_errors\":[1,{\"message\":2}]}" + "}".repeat(50);
        for (String errors : new String[] {"[]", "1", "null", "{\"_errors\":7}", "{\"content\":[]}", deep}) {
            assertThat(json(400, "{\"message\":\"no\",\"code\":50035,\"errors\":" + errors + "}"))
                    .as(errors)
                    .isInstanceOf(RequestFailure.Refused.class);
        }
    }

    // What is said of whoever answered

    @Test
    void whatAnsweredIsSaidInOneShortLine() {
        String reason = read(403, "text/html; charset=utf-8", "<html>\n <title>Blocked</title>\r\n" + "x".repeat(500))
                .reason();
        assertThat(reason)
                .contains("403 text/html: <html> <title>Blocked</title> xxx")
                .contains("rest-url")
                .doesNotContain("x".repeat(81), "\n", "\r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "you sent Bot " + TOKEN,
                "Set-Cookie: __cf_bm=" + TOKEN,
                "cookie=abc; other=" + TOKEN,
                "Authorization: Bearer " + TOKEN,
                "another MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE." + "TOKENTOKENTOKENTOKEN42abcdef",
                "0123456789012345678901234567890123456789012345678901234567890 " + TOKEN
            })
    void noSecretIsRepeated(String body) {
        assertThat(read(403, "text/plain", body).reason())
                .doesNotContain("TOKENTOKEN", "abcdefghijk", "__cf_bm", "abc;");
    }

    // Limits

    @ParameterizedTest
    @CsvSource(
            value = {
                "null, 1.5, 1500",
                "2, 1.5, 1500",
                "60, 0.3, 60000",
                "2, null, 2000",
                "2, word, 2000",
                "2, -1, 2000",
                "2, 1e12, 2000",
                "-1, 0.25, 250",
                "null, null, null",
                "-1, null, null",
                "0, 0, null",
                "soon, null, null",
                "1e12, null, null",
                "NaN, NaN, null",
                "Infinity, null, null",
                "86400, null, 86400000",
                "86401, null, null",
            },
            nullValues = "null")
    void aLimitWaitsAsLongAsItIsSaidToIfThatIsAnyWait(
            @Nullable String header, @Nullable String body, @Nullable Long ms) {
        String plain = body == null ? "null" : body;
        boolean isNumber = plain.matches("-?[0-9.]+(e[0-9]+)?");
        Duration expected = ms == null ? null : Duration.ofMillis(ms);
        String text = "{\"message\":\"no\",\"retry_after\":%s}";
        if (isNumber || body == null) {
            assertThat(limited(header, text.formatted(plain)).retryAfter()).isEqualTo(expected);
        }
        if (body != null) {
            assertThat(limited(header, text.formatted("\"" + body + "\"")).retryAfter())
                    .as("as a text")
                    .isEqualTo(expected);
        }
    }

    @Test
    void aLimitUntilAMomentIsMeasuredByTheClockOfWhoSaysSo() {
        String moment = "Thu, 01 Jan 2026 00:01:30 GMT";
        assertThat(limited(moment, "{\"message\":\"no\"}").retryAfter()).isEqualTo(Duration.ofSeconds(90));
        Map<String, String> headers = Map.of("Retry-After", moment, "Date", "Thu, 01 Jan 2026 00:01:00 GMT");
        assertThat(read(429, JSON, "{\"message\":\"no\"}", headers))
                .isInstanceOfSatisfying(RequestFailure.Limited.class, limit -> assertThat(limit.retryAfter())
                        .isEqualTo(Duration.ofSeconds(30)));
        clock.advance(Duration.ofHours(1));
        assertThat(limited(moment, "{\"message\":\"no\"}").retryAfter()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error code: 1015",
                "<html>rate limited</html>",
                "",
                "{\"title\":\"Error 1015\",\"status\":429,\"error_code\":1015,\"message\":\"no\"}"
            })
    void aBanIsOneOfTheWholeConnector(String body) {
        assertThat(read(429, "text/plain", body, Map.of("via", "1.1 google")))
                .isInstanceOfSatisfying(RequestFailure.Limited.class, limit -> {
                    assertThat(limit.scope()).isEqualTo(LimitScope.CONNECTOR);
                    assertThat(limit.byOthers()).isTrue();
                });
    }

    @ParameterizedTest
    @CsvSource({"user, false, BUCKET", "shared, false, BUCKET", "global, false, CONNECTOR", "user, true, CONNECTOR"})
    void discordsOwnLimitSaysForWhat(String scope, boolean global, LimitScope expected) {
        assertThat(read(
                        429,
                        JSON,
                        "{\"message\":\"no\",\"retry_after\":0.3,\"global\":" + global + "}",
                        Map.of("X-RateLimit-Scope", scope)))
                .isInstanceOfSatisfying(RequestFailure.Limited.class, limit -> {
                    assertThat(limit.scope()).isEqualTo(expected);
                    assertThat(limit.byOthers()).isFalse();
                });
    }

    @Test
    void aPackedAnswerIsReadToo() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write("{\"message\":\"Missing Permissions\",\"code\":50013}".getBytes(StandardCharsets.UTF_8));
        }
        ResponseBody body = ResponseBody.create(packed.toByteArray(), MediaType.parse(JSON));
        assertThat(refusals.of(ROUTE, answer(403, Map.of("Content-Encoding", "gzip"), JSON, body)))
                .isInstanceOfSatisfying(RequestFailure.Refused.class, refused -> assertThat(refused.meaning())
                        .isEqualTo(RefusalMeaning.TARGET));
    }
}
