package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.User;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators decide about strangers who write on Discord. Each test has a stranger of its own. */
class AccessCallsTest {

    private static final String ANN = "X-Palyra-Operator";

    private static FakeDiscord discord;
    private static ProgramUnderTest admin;
    private static AdminClient client;
    private static Strangers strangers;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        discord = FakeDiscord.start();
        admin = Strangers.program(folder, discord);
        client = admin.client();
        strangers = new Strangers(discord, client);
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        discord.close();
    }

    @Test
    void letsInWhoHasAskedAndTellsHim() {
        User user = strangers.stranger("Ann", "hello?");
        String code = strangers.codeOf(user);
        JsonNode request = strangers.of("/requests", user);
        assertThat(request.path("state").asText()).isEqualTo("open");
        assertThat(request.path("told").asBoolean()).isTrue();
        assertThat(request.path("sender_display").asText()).isEqualTo("Ann");
        await().untilAsserted(() ->
                assertThat(strangers.answers(user)).singleElement().asString().contains(code));
        assertThat(client.get(AdminSetup.DISCORD_OPS)
                        .at("/operations/access_requests/open")
                        .asInt())
                .isPositive();

        Reply approved = client.post(
                Strangers.ACCESS + "/requests/" + code.toLowerCase(Locale.ROOT) + "/approve", "{}", ANN, "ann");

        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.text("/grant/sender_id")).isEqualTo(Strangers.id(user));
        assertThat(approved.text("/grant/by")).isEqualTo("ann");
        assertThat(approved.text("/grant/way")).isEqualTo("request");
        assertThat(approved.at("/grant/expires_at_unix_ms").isMissingNode()).isTrue();
        assertThat(strangers
                        .event("access.approved", user)
                        .at("/details/operator")
                        .asText())
                .isEqualTo("ann");
        assertThat(strangers.of("/requests", user).isMissingNode()).isTrue();
        await().untilAsserted(() -> assertThat(strangers.answers(user)).hasSize(2));
        discord.userSays(discord.direct(user), user, "what I wanted to say");
        await().untilAsserted(() -> assertThat(strangers.answers(user)).last().isEqualTo("echo: what I wanted to say"));
        assertThat(strangers.answers(user)).doesNotContain("echo: hello?");

        Reply again = client.post(Strangers.ACCESS + "/requests/" + code + "/approve");
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.text("/code")).isEqualTo("unknown_access");
        assertThat(again.text("/detail")).contains(code);
    }

    @Test
    void letsInForATime() {
        String code = strangers.codeOf(strangers.stranger("Bob", "hello?"));

        JsonNode grant = client.post(Strangers.ACCESS + "/requests/" + code + "/approve", "{'ttl_ms':3600000}")
                .at("/grant");

        assertThat(grant.path("expires_at_unix_ms").asLong()
                        - grant.path("created_at_unix_ms").asLong())
                .isEqualTo(TimeUnit.HOURS.toMillis(1));
    }

    @Test
    void keepsOutWhoIsDeniedAndDoesNotTellHim() {
        User user = strangers.stranger("Carl", "hello?");
        String code = strangers.codeOf(user);
        await().untilAsserted(() -> assertThat(strangers.answers(user)).hasSize(1));

        Reply denied = client.post(Strangers.ACCESS + "/requests/" + code + "/deny", "{}", ANN, "ann");

        assertThat(denied.text("/request/state")).isEqualTo("denied");
        assertThat(strangers
                        .event("access.denied", user)
                        .at("/details/operator")
                        .asText())
                .isEqualTo("ann");
        assertThat(client.post(Strangers.ACCESS + "/requests/" + code + "/approve")
                        .status())
                .isEqualTo(404);
        Reply preview = strangers.preview(Strangers.id(user), discord.direct(user), "'text':'please'");
        assertThat(preview.text("/reason")).isEqualTo("pairing_denied");
        assertThat(Strangers.last(preview).path("explanation").asText()).contains("may ask again from 20");
    }

    @Test
    void makesACodeThatIsShownOnceAndLetsInWhoWritesIt() {
        Reply minted = client.post(Strangers.ACCESS + "/codes", "{'ttl_ms':60000}", ANN, "ann");
        String code = minted.text("/code");
        String codeId = minted.text("/code_id");
        assertThat(minted.header("Cache-Control")).isEqualTo("no-store");
        Reply shown = client.get(Strangers.ACCESS);
        assertThat(shown.at("/codes").findValuesAsText("code_id")).contains(codeId);
        assertThat(shown.at("/codes").findValuesAsText("issued_by")).contains("ann");
        assertThat(shown.response().body()).doesNotContain(code).doesNotContain("hash");
        assertThat(client.get(AdminSetup.DISCORD_OPS + "/logs?limit=1000")
                        .response()
                        .body())
                .contains(codeId)
                .doesNotContain(code);

        User user = strangers.stranger("Dora", "pair " + code);

        await().until(() -> strangers.of("/grants", user).has("way"));
        assertThat(strangers.of("/grants", user).path("way").asText()).isEqualTo("code");
        assertThat(strangers.of("/grants", user).path("by").asText()).isEqualTo("ann");
        assertThat(client.get(Strangers.ACCESS).at("/codes").findValuesAsText("code_id"))
                .doesNotContain(codeId);
        assertThat(strangers
                        .preview(Strangers.id(user), discord.direct(user), "'text':'pair " + code + "'")
                        .text("/reason"))
                .isEqualTo("paired_before");
    }

    @Test
    void revokesAGrantWithEitherSpellingOfItsId() {
        User user = strangers.stranger("Emil", "hello?");
        for (String spelling : List.of(Strangers.id(user), Strangers.id(user).replace(":", "%3A"))) {
            client.post(Strangers.ACCESS + "/requests/" + strangers.codeOf(user) + "/approve");
            assertThat(strangers
                            .preview(Strangers.id(user), discord.direct(user), "'text':'now'")
                            .text("/reason"))
                    .isEqualTo("sender_granted");

            assertThat(client.delete(Strangers.ACCESS + "/grants/" + spelling).status())
                    .isEqualTo(204);

            assertThat(strangers.event("access.revoked", user).isObject()).isTrue();
            assertThat(strangers
                            .preview(Strangers.id(user), discord.direct(user), "'text':'now'")
                            .text("/reason"))
                    .isEqualTo("pairing_requested");
            discord.userSays(discord.direct(user), user, "and now?");
        }
        Reply none = client.delete(Strangers.ACCESS + "/grants/" + Strangers.id(discord.bot()));
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.text("/code")).isEqualTo("unknown_access");
        assertThat(none.text("/detail")).contains(Strangers.id(discord.bot()));
        assertThat(client.delete(Strangers.ACCESS + "/grants/a%2Fb%20c%00").status())
                .isEqualTo(404);
    }

    @Test
    void knowsNoAccessOfAConnectorThatIsNotThere() {
        String nobody = "/admin/v1/channels/discord:nobody/access";
        for (Reply reply : List.of(
                client.get(nobody),
                client.post(nobody + "/rules", "{'dm':'open'}"),
                client.post(nobody + "/codes"),
                client.post(nobody + "/requests/ABCDEF/approve"),
                client.post(nobody + "/requests/ABCDEF/deny"),
                client.post(nobody + "/preview", "{'sender_id':'s','conversation_id':'c'}"),
                client.delete(nobody + "/grants/x"))) {
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text("/code")).isEqualTo("unknown_connector");
        }
    }

    @Test
    void makesNoCodeThatWouldBeOfNoUse() {
        Reply reply = client.post(AdminSetup.ECHO + "/access/codes");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("/detail")).contains("dm is open");
    }

    @Test
    void countsWhoWaitsAndWhatIsRefused() {
        strangers.codeOf(strangers.stranger("Gil", "hello?"));

        String metrics = client.get("/observe/metrics").response().body();

        assertThat(metrics)
                .containsPattern("palyra_access_requests_open\\{connector_id=\"discord:ops\"} [1-9]")
                .containsPattern(
                        "palyra_access_refused_total\\{connector_id=\"discord:ops\",reason=\"pairing_requested\"} [1-9]")
                .contains("palyra_access_requests_open{connector_id=\"echo:default\"} 0.0")
                .contains("palyra_access_refused_total{connector_id=\"discord:ops\",reason=\"groups_off\"} 0.0");
    }

    @Test
    void declaresPairings() {
        for (String connector : List.of(AdminSetup.DISCORD_OPS, AdminSetup.ECHO)) {
            assertThat(client.get(connector)
                            .at("/connector/capabilities/pairings/supported")
                            .asBoolean())
                    .isTrue();
        }
    }
}
