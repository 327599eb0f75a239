package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.DISCORD;
import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static io.palyra.connectors.admin.AdminSetup.RISKY;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.LaterConnector;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelCallsTest {

    private static final String CHANNELS = "/admin/v1/channels";

    private static ProgramUnderTest admin;
    private static AdminClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        admin = AdminSetup.in(folder).start();
        client = admin.client();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    @Test
    void listsTheConnectorsOfTheFirstStart() {
        Reply reply = client.get(CHANNELS);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.at("/connectors").findValuesAsText("connector_id"))
                .contains("echo:default", "discord:default", "echo:risky");
    }

    @Test
    void showsAConnectorInFull() {
        Reply reply = client.get(ECHO);

        assertThat(reply.text("/connector/kind")).isEqualTo("echo");
        assertThat(reply.text("/connector/availability")).isEqualTo("internal_test_only");
        assertThat(reply.at("/connector/enabled").asBoolean()).isTrue();
        assertThat(reply.text("/connector/readiness")).isEqualTo("ready");
        assertThat(reply.text("/connector/liveness")).isEqualTo("running");
        assertThat(reply.text("/connector/principal")).isEqualTo("channel:echo:default");
        assertThat(reply.at("/connector/capabilities/message/send/supported").asBoolean())
                .isTrue();
        assertThat(reply.at("/connector/queue_depth/pending_outbox").isNumber()).isTrue();
        assertThat(reply.at("/operations/queue/paused").isBoolean()).isTrue();
        assertThat(reply.at("/operations/saturation/reasons").isArray()).isTrue();
        assertThat(reply.at("/operations/rate_limits/limited_conversations").isNumber())
                .isTrue();
        assertThat(reply.at("/runtime/idempotent").asBoolean()).isTrue();
        assertThat(reply.at("/runtime/metrics/pending_outbox").isNumber()).isTrue();
    }

    @Test
    void takesAnIdThatIsPercentEncoded() {
        assertThat(client.get(CHANNELS + "/echo%3Adefault").text("/connector/connector_id"))
                .isEqualTo("echo:default");
    }

    @Test
    void showsEveryKindWithWhatItCanDo() {
        Reply reply = client.get("/admin/v1/kinds");

        assertThat(reply.at("/kinds").findValuesAsText("kind"))
                .contains("echo", "discord", "slack", "telegram", "later");
        for (var kind : reply.at("/kinds")) {
            if (kind.path("kind").asText().equals("later")) {
                assertThat(kind.path("availability").asText()).isEqualTo("deferred");
                assertThat(kind.path("reason").asText()).isEqualTo(LaterConnector.REASON);
                assertThat(kind.at("/capabilities/message/send/reason").asText())
                        .isEqualTo(kind.path("reason").asText());
            }
        }
    }

    /** Overlooked rules would leave it open to more people than the caller believes. */
    @ParameterizedTest
    @ValueSource(strings = {"access-allow-from", "access_dm", "access", "options", "other-bots", "rules"})
    void rulesAreNotLostWhenAnInstanceIsRegistered(String field) {
        Reply refused = client.post(CHANNELS, "{'connector_id':'echo:guarded','" + field + "':'allowlist'}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(refused.at("/detail").asText()).contains("/access/rules");
        assertThat(client.get(CHANNELS + "/echo:guarded").status()).isEqualTo(404);
    }

    @Test
    void registersAConnectorOnceAndRemovesIt() {
        String spec = "{'connector_id':'echo:Added','enabled':true}";

        Reply created = client.post(CHANNELS, spec);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(CHANNELS + "/echo:added");
        assertThat(created.text("/connector/principal")).isEqualTo("channel:echo:added");
        assertThat(created.text("/connector/liveness")).isEqualTo("running");

        assertThat(client.post(CHANNELS, spec).status()).isEqualTo(409);
        assertThat(client.post(CHANNELS + "/echo:added/test", "{'text':'hi','conversation_id':'a'}")
                        .at("/ingest/immediate_delivery")
                        .asInt())
                .isEqualTo(1);

        assertThat(client.delete(CHANNELS + "/echo:added").status()).isEqualTo(204);
        assertThat(client.get(CHANNELS + "/echo:added").status()).isEqualTo(404);
        assertThat(client.delete(CHANNELS + "/echo:added").status()).isEqualTo(404);
    }

    @Test
    void refusesToRemoveWhatTheSettingsDeclare() {
        Reply reply = client.delete(RISKY);

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("/detail")).contains("declared in the settings");
    }

    @Test
    void refusesADeferredKindWithItsReason() {
        Reply reply = client.post(CHANNELS, "{'connector_id':'later:ops'}");

        assertThat(reply.status()).isEqualTo(412);
        assertThat(reply.text("/code")).isEqualTo("unsupported");
        assertThat(reply.text("/detail")).contains(LaterConnector.REASON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'connector_id':'echo:../../etc/passwd'}",
                "{'connector_id':'echo:a/b'}",
                "{'connector_id':'matrix:ops'}",
                "{'connector_id':'echo'}",
                "{'connector_id':''}",
                "{'connector_id':7}",
                "{}"
            })
    void refusesAnIdThatIsNone(String spec) {
        Reply reply = client.post(CHANNELS, spec);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/errors/0/field")).isEqualTo("connector_id");
    }

    @Test
    void disablesAndEnables() {
        client.post(CHANNELS, "{'connector_id':'echo:switched','enabled':true}");
        String switched = CHANNELS + "/echo:switched";

        Reply disabled = client.post(switched + "/enabled", "{'enabled':false}");
        assertThat(disabled.at("/connector/enabled").asBoolean()).isFalse();
        assertThat(disabled.text("/connector/liveness")).isEqualTo("stopped");

        Reply refused = client.post(switched + "/test", "{'text':'hi'}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("state_conflict");
        assertThat(client.post(switched + "/test-send", "{'target':'c','confirm':true}")
                        .status())
                .isEqualTo(409);
        assertThat(client.post(switched + "/operations/queue/drain").status()).isEqualTo(409);

        assertThat(client.post(switched + "/enabled", "{'enabled':true}").text("/connector/liveness"))
                .isEqualTo("running");
        assertThat(client.post(switched + "/test", "{'text':'hi'}")
                        .at("/ingest/immediate_delivery")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aConnectorWithoutItsTokenSaysSo() {
        assertThat(client.post(DISCORD + "/enabled", "{'enabled':true}").text("/connector/readiness"))
                .isEqualTo("missing_credential");
        assertThat(client.post(DISCORD + "/enabled", "{'enabled':false}").status())
                .isEqualTo(200);
        assertThat(client.get(DISCORD).text("/connector/liveness")).isEqualTo("stopped");
    }

    @Test
    void needsToBeToldWhetherToEnable() {
        Reply reply = client.post(ECHO + "/enabled", "{}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/errors/0/field")).isEqualTo("enabled");
    }

    @Test
    void limitsAndOrdersTheLog() {
        client.post(ECHO + "/test", "{'text':'log'}");

        Reply logs = client.get(ECHO + "/logs?limit=3&event_type=inbound.*,outbox.*");

        assertThat(logs.at("/events")).hasSize(3);
        assertThat(logs.at("/events/0/event_id").asLong())
                .isGreaterThan(logs.at("/events/2/event_id").asLong());
        assertThat(logs.text("/events/0/details/envelope_id")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "many", "1001", "99999999999", ""})
    void refusesALimitThatIsNone(String limit) {
        for (String list : new String[] {"/logs", "/dead-letters"}) {
            Reply reply = client.get(ECHO + list + "?limit=" + limit);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("/errors/0/field")).isEqualTo("limit");
        }
    }
}
