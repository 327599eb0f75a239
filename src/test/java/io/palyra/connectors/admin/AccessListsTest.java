package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.access.AccessReason;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access of a lot of people, of nobody who is known to the token, and of an instance that is removed. */
class AccessListsTest {

    private static final String THIRD = "/admin/v1/channels/echo:third";
    private static final String ACCESS = THIRD + "/access";
    private static final long EVER = 99_999_999_999_999L;

    @TempDir
    private Path folder;

    private ProgramUnderTest admin;
    private AdminClient client;

    @BeforeEach
    void start() throws Exception {
        admin = AdminSetup.in(folder).start();
        client = admin.client();
        register();
    }

    @AfterEach
    void stop() throws Exception {
        admin.close();
    }

    private void register() {
        client.post("/admin/v1/channels", "{'connector_id':'echo:third','enabled':true}");
    }

    private void startAgain() throws Exception {
        admin.startAgain();
        client = admin.client();
    }

    private AccessReason says(String sender, String text) {
        InboundMessageEvent event = InboundMessageEvent.builder(
                        new EnvelopeId(sender + ":" + text),
                        ConnectorId.of("echo:third"),
                        new ConversationId("direct:" + sender),
                        new SenderId(sender),
                        text)
                .directMessage(true)
                .build();
        return admin.program().access().check(event, InboundFacts.NONE).join();
    }

    /** Written behind the back of the program: ten thousand approvals would take as many commits. */
    @Test
    void givesTenThousandGrantsAndAThousandRequestsPageByPage() throws Exception {
        admin.stop();
        try (Connection store = StoreUnderTest.ofPrograms().connect(folder)) {
            store.setAutoCommit(false);
            insert(store, 10_000, """
                    WITH r (sender, n) AS (VALUES (?, ?))
                    INSERT INTO access_grants (connector_id, sender_id, conversation_id, way, created_at_unix_ms)
                    SELECT 'echo:third', sender, 'c', 'code', n / 3 FROM r""");
            insert(store, 1_000, """
                    WITH r (sender, n) AS (VALUES (?, ?))
                    INSERT INTO access_requests (connector_id, sender_id, conversation_id, code, state, told,
                           expires_at_unix_ms, created_at_unix_ms)
                    SELECT 'echo:third', sender, 'c', 'R' || n, 'open', 1, %d, n / 3 FROM r""".formatted(EVER));
            store.commit();
        }
        startAgain();

        Reply first = client.get(ACCESS);
        assertThat(first.at("/grants")).hasSize(100);
        assertThat(first.at("/requests")).hasSize(100);
        assertThat(first.at("/grant_count").asInt()).isEqualTo(10_000);
        assertThat(first.at("/open_requests").asInt()).isEqualTo(1_000);
        assertThat(client.get(THIRD).at("/operations/access_requests/open").asInt())
                .isEqualTo(1_000);
        assertThat(senders("grants", "grant", 778)).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(senders("requests", "request", 301)).hasSize(1_000).doesNotHaveDuplicates();
    }

    private static void insert(Connection store, int count, String sql) throws SQLException {
        try (PreparedStatement statement = store.prepareStatement(sql)) {
            for (int i = 0; i < count; i++) {
                statement.setString(1, "a:person:" + (i * 7919 % count));
                statement.setInt(2, i);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private List<String> senders(String list, String name, int limit) {
        List<String> senders = new ArrayList<>();
        String more = "";
        do {
            Reply page = client.get(ACCESS + "?limit=" + limit + more);
            page.at("/" + list)
                    .forEach(entry -> senders.add(entry.path("sender_id").asText()));
            JsonNode next = page.at("/next_after_" + name);
            more = next.isMissingNode() ? "" : "&after_" + name + "=" + next.asText();
        } while (!more.isEmpty());
        return senders;
    }

    @Test
    void goesOnBehindAnEntryThatIsGone() {
        client.post(ACCESS + "/rules", "{'dm':'pairing'}");
        for (String sender : List.of("a", "b", "c")) {
            says(sender, "pair " + client.post(ACCESS + "/codes").text("/code"));
        }
        Reply page = client.get(ACCESS + "?limit=1");
        assertThat(page.at("/grants").findValuesAsText("sender_id")).containsExactly("a");

        client.delete(ACCESS + "/grants/a");

        assertThat(client.get(ACCESS + "?limit=5&after_grant=" + page.text("/next_after_grant"))
                        .at("/grants")
                        .findValuesAsText("sender_id"))
                .containsExactly("b", "c");
    }

    @Test
    void hasAtMostAHundredCodesThatAreValid() {
        client.post(ACCESS + "/rules", "{'dm':'pairing'}");
        for (int i = 0; i < 99; i++) {
            admin.program().access().desk().mint(ConnectorId.of("echo:third"), null, null);
        }
        assertThat(client.post(ACCESS + "/codes").status()).isEqualTo(200);

        Reply more = client.post(ACCESS + "/codes");

        assertThat(more.status()).isEqualTo(409);
        assertThat(more.text("/code")).isEqualTo("state_conflict");
        assertThat(more.text("/detail")).contains("100 codes");
        assertThat(client.get(ACCESS).at("/codes")).hasSize(100);
    }

    @Test
    void forgetsAllOfAnInstanceThatIsRemoved() throws Exception {
        client.post(ACCESS + "/rules", "{'dm':'pairing','deny_from':['devil']}");
        assertThat(says("ann", "pair " + client.post(ACCESS + "/codes").text("/code")))
                .isEqualTo(AccessReason.PAIRED);
        assertThat(says("bob", "hello")).isEqualTo(AccessReason.PAIRING_REQUESTED);
        String unused = client.post(ACCESS + "/codes").text("/code");
        Reply before = client.get(ACCESS);
        assertThat(List.of(before.at("/grants"), before.at("/requests"), before.at("/codes")))
                .allSatisfy(list -> assertThat(list).hasSize(1));

        assertThat(client.delete(THIRD).status()).isEqualTo(204);

        assertThat(client.get(ACCESS).status()).isEqualTo(404);
        register();
        assertForgotten(unused);
        client.post(ACCESS + "/rules", "{'dm':null}");
        admin.stop();
        startAgain();
        assertForgotten(unused);
    }

    private void assertForgotten(String unused) {
        Reply after = client.get(ACCESS);
        assertThat(after.text("/rules/dm")).isEqualTo("open");
        assertThat(List.of(
                        after.at("/rules/deny_from"), after.at("/grants"), after.at("/requests"), after.at("/codes")))
                .allSatisfy(list -> assertThat(list).isEmpty());
        client.post(ACCESS + "/rules", "{'dm':'pairing'}");
        assertThat(says("ann", "hello")).isEqualTo(AccessReason.PAIRING_REQUESTED);
        assertThat(says("carl", "pair " + unused)).isEqualTo(AccessReason.PAIRING_CODE_WRONG);
        client.delete(THIRD);
        register();
    }

    @Test
    void namesAHandfulOfThoseWhoAreInBothLists() {
        String ids = "['a:user:1'" + ",'x%d'".repeat(9_000).formatted(numbers(9_000)) + "]";

        Reply reply = client.post(ACCESS + "/rules", "{'allow_from':" + ids + ",'deny_from':" + ids + "}");

        assertThat(reply.at("/warnings").findValuesAsText("code"))
                .filteredOn("allowed_and_denied"::equals)
                .hasSize(20);
        assertThat(client.post(ACCESS + "/rules", "{'allow_from':['1'],'deny_from':['echo:user:1']}")
                        .text("/warnings/0/message"))
                .startsWith("1 is in allow_from and in deny_from");
    }

    private static Object[] numbers(int count) {
        Object[] numbers = new Object[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    @Test
    void wantsTheTokenForEachCall() throws Exception {
        admin.stop();
        try (ProgramUnderTest guarded =
                AdminSetup.in(folder).settings("palyra.admin.token=s3cret").start()) {
            AdminClient stranger = guarded.client();
            for (Endpoint endpoint : guarded.server().endpoints()) {
                if (endpoint.path().contains("/access")) {
                    String path = endpoint.path()
                            .replace(":id", "echo:third")
                            .replace(":code", "ABCDEF")
                            .replace(":sender", "x");
                    Reply refused = endpoint.method().name().equals("GET")
                            ? stranger.get(path)
                            : endpoint.method().name().equals("DELETE")
                                    ? stranger.delete(path)
                                    : stranger.post(path, "{'dm':'open'}");
                    assertThat(refused.status()).as(path).isEqualTo(401);
                }
            }
            assertThat(stranger.post(ACCESS + "/rules", "{'dm':'pairing'}", "Authorization", "Bearer s3cret")
                            .status())
                    .isEqualTo(200);
        }
    }
}
