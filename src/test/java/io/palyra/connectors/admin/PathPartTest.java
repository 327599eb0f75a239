package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.transaction.Transactions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody's ids are dots, which are steps in a path. */
class PathPartTest {

    private static ProgramUnderTest admin;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        admin = AdminSetup.in(folder).start();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    @ParameterizedTest
    @CsvSource({"., ~.", ".., ~..", "~., ~~.", "~~.., ~~~..", "..., ...", "~, ~", "~a, ~a", "a.., a.."})
    void anIdOfDotsIsReached(String id, String part) {
        Transactions.await(admin.program()
                .outbox()
                .enqueue(OutboundMessageRequest.builder(
                                new EnvelopeId(id), ConnectorId.of("echo:default"), new ConversationId("c"), "hello")
                        .build()));

        assertThat(admin.client().get(ECHO + "/messages/outbox/" + part).text("/envelope_id"))
                .isEqualTo(id);
        assertThat(admin.client().delete(ECHO + "/access/grants/" + part).text("/detail"))
                .contains(" has no grant of " + id + ";");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void nobodyChoosesOne(String id) {
        for (String call : new String[] {"/messages/send", "/test"}) {
            Reply refused = admin.client()
                    .post(
                            ECHO + call,
                            "{'envelope_id':'%s','text':'hello'%s}"
                                    .formatted(id, call.equals("/test") ? "" : ",'conversation_id':'c'"));

            assertThat(refused.status()).as(call).isEqualTo(400);
            assertThat(refused.text("/errors/0/field")).isEqualTo("envelope_id");
            assertThat(refused.text("/detail")).contains("would be a step in a path", "\"" + id + "\"");
        }
    }
}
