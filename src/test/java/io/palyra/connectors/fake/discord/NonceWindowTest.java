package io.palyra.connectors.fake.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.LedgerFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Until when a nonce is remembered, and what is remembered of it. */
class NonceWindowTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private FakeDiscord discord;

    @BeforeEach
    void start() throws Exception {
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        discord = FakeDiscord.start(FakeDiscordOptions.defaults().clock(clock));
    }

    @AfterEach
    void stop() throws Exception {
        discord.close();
    }

    @Test
    void forgetsANonceAfterTheWindow() throws Exception {
        String first = post("n1", true);
        now = now.plus(Duration.ofSeconds(179));
        assertThat(post("n1", true)).isEqualTo(first);
        now = now.plus(Duration.ofSeconds(1));
        assertThat(post("n1", true)).isNotEqualTo(first);
        assertThat(discord.ledger().accepted()).hasSize(2);
    }

    @Test
    void windowCanBeSet() throws Exception {
        discord.nonceWindow(Duration.ofSeconds(1));
        String first = post("n1", true);
        now = now.plus(Duration.ofSeconds(1));
        assertThat(post("n1", true)).isNotEqualTo(first);
    }

    @Test
    void nonceAloneIsNotEnforced() throws Exception {
        assertThat(post("n1", false)).isNotEqualTo(post("n1", false));
    }

    @Test
    void idsTellTheTime() throws Exception {
        assertThat(Snowflakes.time(post("n1", true))).isEqualTo(now);
    }

    @Test
    void ledgerFileHasWhatWasAcceptedAndWhatWasRepeated(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("ledger");
        discord.ledger().writeTo(LedgerFile.synced(file));
        String id = post("n1", true);
        post("n1", true);
        String channel = discord.channel().id();
        assertThat(LedgerFile.read(file))
                .containsExactly(
                        Ledger.line(channel, id, "n1", "hello", false), Ledger.line(channel, id, "n1", "hello", true));
    }

    @Test
    void wrongTokenIsUnauthorized() throws Exception {
        HttpResponse<String> answer = http.send(request("Bot wrong").GET().build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("X-RateLimit-Bucket")).isPresent();
    }

    /** @return the id of the message that is answered with */
    private String post(String nonce, boolean enforced) throws Exception {
        String body = Json.object()
                .put("content", "hello")
                .put("nonce", nonce)
                .put("enforce_nonce", enforced)
                .toString();
        HttpRequest post = request("Bot " + discord.token())
                .POST(BodyPublishers.ofString(body))
                .build();
        return Json.parse(http.send(post, BodyHandlers.ofString()).body())
                .path("id")
                .asText();
    }

    private HttpRequest.Builder request(String authorization) {
        String channel = "channels/" + discord.channel().id() + "/messages";
        return HttpRequest.newBuilder(URI.create(discord.restUrl() + channel)).header("Authorization", authorization);
    }
}
