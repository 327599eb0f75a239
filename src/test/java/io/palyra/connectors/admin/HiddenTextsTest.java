package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.DISCORD_OPS;
import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static io.palyra.connectors.admin.AdminSetup.RISKY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: who only reads is told of messages, and not what they say.
 *
 * <p>Method: messages in every state have the same word in them; whoever may see texts finds it in some answers.
 */
class HiddenTextsTest {

    private static final String WORD = "marzipan";

    private static FakeDiscord discord;
    private static ProgramUnderTest admin;
    private static AdminClient client;
    private static String conversation;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        discord = FakeDiscord.start();
        conversation = discord.channel().id();
        admin = AdminSetup.in(folder)
                .discord(discord)
                .settings(AdminSetup.tokensOfEachRole())
                .start();
        client = admin.client();
        String[] headers = AdminSetup.bearer("admin");
        client.post(ECHO + "/test", "{'text':'" + WORD + "','envelope_id':'in','wait_ms':5000}", headers);
        client.post(
                ECHO + "/messages/send",
                "{'conversation_id':'c','text':'" + WORD + "','envelope_id':'out','structured_json':{'a':'" + WORD
                        + "'}}",
                headers);
        client.post(
                ECHO + "/messages/send",
                "{'conversation_id':'d','text':'[permanent] " + WORD + "','envelope_id':'dead'}",
                headers);
        client.post(
                RISKY + "/messages/send",
                "{'conversation_id':'u','text':'[unknown-once] " + WORD + "','envelope_id':'unknown'}",
                headers);
        discord.userSaysUnheard(discord.channel(), discord.user(), UserMessage.of(WORD));
        await().until(() -> client.get(ECHO + "/dead-letters", headers)
                        .at("/dead_letters/0/payload")
                        .size()
                > 0);
        await().until(() -> client.get(RISKY + "/messages/outbox/unknown", headers)
                .text("/state")
                .equals("unknown"));
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        discord.close();
    }

    @Test
    void noAnswerToAViewerHasThem() {
        assertThat(answersWithTheWord("viewer")).isEmpty();
        assertThat(answersWithTheWord("operator"))
                .contains(
                        ECHO + "/dead-letters",
                        ECHO + "/logs",
                        ECHO + "/messages?conversation_id=d&text=true",
                        ECHO + "/messages/outbox/out?text=true",
                        ECHO + "/messages/inbox/in?text=true",
                        "/admin/v1/search?q=marzi",
                        DISCORD_OPS + "/messages/read",
                        DISCORD_OPS + "/messages/search");
    }

    private static List<String> answersWithTheWord(String role) {
        List<String> with = new ArrayList<>();
        answers(role).forEach((call, reply) -> {
            if (reply.response().body().replace("q=marzi", "").contains(WORD)) {
                with.add(call);
            }
        });
        return with;
    }

    private static Map<String, Reply> answers(String role) {
        Map<String, Reply> answers = new LinkedHashMap<>();
        for (String path : List.of(
                "/admin/v1/events",
                "/admin/v1/failures",
                "/admin/v1/search?q=marzi",
                "/admin/v1/search?q=dead",
                "/admin/v1/stats",
                "/admin/v1/daemon",
                ECHO,
                ECHO + "/runtime",
                ECHO + "/logs",
                ECHO + "/access",
                ECHO + "/dead-letters",
                ECHO + "/conversations",
                ECHO + "/messages?conversation_id=d",
                ECHO + "/messages?conversation_id=d&text=true",
                ECHO + "/messages/outbox",
                ECHO + "/messages/outbox?state=delivered",
                ECHO + "/messages/outbox/out",
                ECHO + "/messages/outbox/out?text=true",
                ECHO + "/messages/inbox/in",
                ECHO + "/messages/inbox/in?text=true",
                ECHO + "/messages/trace/out",
                ECHO + "/messages/trace/in",
                RISKY,
                RISKY + "/logs",
                RISKY + "/messages/outbox?state=unknown",
                RISKY + "/messages/outbox/unknown?text=true")) {
            answers.put(path, client.get(path, AdminSetup.bearer(role)));
        }
        String where = "{'conversation_id':'" + conversation + "','limit':5";
        String read = DISCORD_OPS + "/messages/read";
        answers.put(read, client.post(read, where + "}", AdminSetup.bearer(role)));
        String search = DISCORD_OPS + "/messages/search";
        answers.put(search, client.post(search, where + ",'query':'" + WORD + "'}", AdminSetup.bearer(role)));
        return answers;
    }

    @Test
    void whatIsLeftOutIsOnlyTheText() {
        Reply letters = client.get(ECHO + "/dead-letters", AdminSetup.bearer("viewer"));
        assertThat(letters.text("/dead_letters/0/envelope_id")).isEqualTo("dead");
        assertThat(letters.text("/dead_letters/0/payload/conversation_id")).isEqualTo("d");
        Reply read = client.post(
                DISCORD_OPS + "/messages/read",
                "{'conversation_id':'" + conversation + "','limit':5}",
                AdminSetup.bearer("viewer"));
        assertThat(read.text("/result/messages/0/sender_id"))
                .isEqualTo("discord:user:" + discord.user().id());
        assertThat(client.get("/admin/v1/search?q=dead", AdminSetup.bearer("viewer"))
                        .text("/hits/0/envelope_id"))
                .isEqualTo("dead");
    }

    @Test
    void whoAsksForATextIsToldWhyThereIsNone() {
        Reply refused = client.get(ECHO + "/messages/outbox/out?text=true", AdminSetup.bearer("viewer"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("/detail")).contains("palyra.admin.viewer-sees-text=true");
    }

    @Test
    void theSettingsMayShowThem(@TempDir Path folder) throws Exception {
        try (ProgramUnderTest open = AdminSetup.in(folder)
                .settings(AdminSetup.tokensOfEachRole())
                .settings("palyra.admin.viewer-sees-text=true")
                .start()) {
            open.client()
                    .post(
                            ECHO + "/messages/send",
                            "{'conversation_id':'c','text':'" + WORD + "','envelope_id':'out'}",
                            AdminSetup.bearer("operator"));

            assertThat(open.client()
                            .get(ECHO + "/messages/outbox/out?text=true", AdminSetup.bearer("viewer"))
                            .text("/text"))
                    .isEqualTo(WORD);
        }
    }
}
