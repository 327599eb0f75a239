package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.settings.Role;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ApiDescription;
import io.palyra.connectors.testkit.ApiDescription.Operation;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers with tokens of each role call everything that is described. */
class RolesTest {

    private static final String EVENTS = "/admin/v1/events";

    private static ProgramUnderTest admin;
    private static AdminClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        admin = AdminSetup.in(folder).settings(AdminSetup.tokensOfEachRole()).start();
        client = admin.client();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    /** Of a connector that there is not: what is let through has nothing to change. */
    @Test
    void eachCallTakesTheRolesThatItsDescriptionNames() {
        for (Operation operation : ApiDescription.OURS.operations()) {
            for (Role role : Role.values()) {
                if (operation.path().startsWith("/admin/") && !operation.path().endsWith("/stream")) {
                    Reply reply = call(operation, "echo:nobody", role);
                    boolean may = role.includes(needed(operation));
                    assertThat(reply.text("/code").equals("forbidden"))
                            .as(role + " calls " + operation.id() + ": "
                                    + reply.response().body())
                            .isNotEqualTo(may);
                }
            }
        }
    }

    @Test
    void sayWhoseTokenIsNotEnoughAndWhichWouldBe() {
        Reply refused = client.post(ECHO + "/operations/queue/pause", "{}", AdminSetup.bearer("viewer"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("/detail"))
                .isEqualTo("this needs a token with the role operator; that of viewer has the role viewer");
    }

    @Test
    void whoMayOnlyReadChangesNothing() {
        JsonNode before = lastEvent();
        for (Operation operation : ApiDescription.OURS.operations()) {
            if (needed(operation) != Role.VIEWER) {
                for (String path : new String[] {"echo:default", "echo:risky"}) {
                    assertThat(call(operation, path, Role.VIEWER).status())
                            .as(operation.id())
                            .isEqualTo(403);
                }
            }
        }
        assertThat(lastEvent()).isEqualTo(before);
    }

    private static JsonNode lastEvent() {
        return client.get(EVENTS + "?event_type=operator.*,queue.*&limit=1", AdminSetup.bearer("viewer"))
                .at("/events");
    }

    private static Role needed(Operation operation) {
        String role = operation.json().path("x-role").asText("viewer");
        return Role.valueOf(role.toUpperCase(Locale.ROOT));
    }

    private static Reply call(Operation operation, String connector, Role role) {
        String path = operation.path().replace("{id}", connector).replaceAll("\\{\\w+}", "1");
        String[] headers = operation.method().equals("POST")
                ? new String[] {"Content-Type", "application/json", "Authorization", "Bearer " + token(role)}
                : AdminSetup.bearer(role.wireName());
        return client.send(
                operation.method(),
                path,
                operation.method().equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody(),
                headers);
    }

    private static String token(Role role) {
        return AdminSetup.bearer(role.wireName())[1].substring("Bearer ".length());
    }

    @Test
    void theLogNamesTheTokenAndWhatItsOwnerClaims() {
        client.post(
                ECHO + "/operations/queue/drain", "{}", AdminSetup.bearer("operator", "X-Palyra-Operator", "mallory"));

        JsonNode event = client.get(EVENTS + "?event_type=operator.action&limit=1", AdminSetup.bearer("viewer"))
                .at("/events/0");
        assertThat(event.at("/details/operator").asText()).isEqualTo("operator");
        assertThat(event.at("/details/proven").asBoolean()).isTrue();
        assertThat(event.at("/details/claimed").asText()).isEqualTo("mallory");
        assertThat(event.path("message").asText()).endsWith("by api (operator)");
    }

    @Test
    void tellEachCallerWhoHeIs() {
        Reply viewer = client.get("/admin/v1/whoami", AdminSetup.bearer("viewer"));
        assertThat(viewer.json().toString())
                .isEqualTo("{\"name\":\"viewer\",\"role\":\"viewer\",\"proven\":true,\"sees_text\":false}");
        Reply administrator = client.get("/admin/v1/whoami", AdminSetup.bearer("admin"));
        assertThat(administrator.json().toString())
                .isEqualTo("{\"name\":\"admin\",\"role\":\"admin\",\"proven\":true,\"sees_text\":true}");
    }
}
