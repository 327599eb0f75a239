package io.palyra.connectors.fake.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.discord.DiscordFault.Scope;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in the answers of scripted faults, to the letter. */
class FaultAnswersTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private FakeDiscord discord;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
    }

    @AfterEach
    void stop() throws Exception {
        discord.close();
    }

    @ParameterizedTest
    @CsvSource({"USER, user, false", "SHARED, shared, false", "GLOBAL, global, true"})
    void rateLimitSaysHowLongAndForWhat(Scope scope, String name, boolean global) throws Exception {
        HttpResponse<String> answer = answer(DiscordFault.rateLimited(Duration.ofMillis(1_250), scope));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(header(answer, "Retry-After")).isEqualTo("2");
        assertThat(header(answer, "via")).isEqualTo("1.1 google");
        assertThat(header(answer, "X-RateLimit-Scope")).isEqualTo(name);
        assertThat(answer.headers().firstValue("X-RateLimit-Global").isPresent())
                .isEqualTo(global);
        JsonNode body = Json.parse(answer.body());
        assertThat(body.path("retry_after").asDouble()).isEqualTo(1.25);
        assertThat(body.path("global").asBoolean()).isEqualTo(global);
    }

    @Test
    void cloudflareKnowsNothingOfDiscord() throws Exception {
        HttpResponse<String> answer = answer(DiscordFault.bannedByCloudflare(Duration.ofSeconds(60)));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(header(answer, "Retry-After")).isEqualTo("60");
        assertThat(answer.headers().map()).doesNotContainKeys("via", "x-ratelimit-bucket", "x-ratelimit-scope");
    }

    @Test
    void redirectsElsewhere() throws Exception {
        HttpResponse<String> answer = answer(Fault.redirect("http://127.0.0.1:1/"));
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(header(answer, "Location")).isEqualTo("http://127.0.0.1:1/");
    }

    @Test
    void faultHoldsForItsMethodAndPathOnly() throws Exception {
        discord.faults().always("GET", "/channels/{channel}", Fault.status(503));
        assertThat(get("users/@me").statusCode()).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            assertThat(get("channels/" + discord.channel().id()).statusCode()).isEqualTo(503);
        }
        discord.faults().clear();
        assertThat(get("channels/" + discord.channel().id()).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> answer(Fault fault) throws Exception {
        discord.faults().next("GET", "/users/@me", fault);
        return get("users/@me");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(discord.restUrl() + path))
                        .header("Authorization", "Bot " + discord.token())
                        .build(),
                BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
