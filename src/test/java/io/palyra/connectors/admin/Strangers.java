package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.User;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** People on Discord whom the program does not know, and what the API says of each. */
record Strangers(FakeDiscord discord, AdminClient client) {

    static final String ACCESS = AdminSetup.DISCORD_OPS + "/access";
    static final String RULES = ACCESS + "/rules";

    /** Whom the settings keep out. */
    static final String DENIED = "discord:user:666";

    /** A program that tells each of them to ask. */
    static ProgramUnderTest program(Path folder, FakeDiscord discord) throws Exception {
        return AdminSetup.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.strangersAsk())
                .settings(LoopbackDiscord.option("access-deny-from") + "=" + DENIED)
                .start();
    }

    static String id(User user) {
        return "discord:user:" + user.id();
    }

    /** What the bot has said to somebody. */
    List<String> answers(User user) {
        return discord.ledger().texts(discord.direct(user).id());
    }

    User stranger(String name, String says) {
        User user = discord.addUser(name);
        discord.userSays(discord.direct(user), user, says);
        return user;
    }

    JsonNode of(String list, User user) {
        return StreamSupport.stream(client.get(ACCESS).at(list).spliterator(), false)
                .filter(entry -> entry.path("sender_id").asText().equals(id(user)))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    String codeOf(User user) {
        await().until(() -> of("/requests", user).has("code"));
        return of("/requests", user).path("code").asText();
    }

    JsonNode event(String type, User user) {
        return StreamSupport.stream(
                        client.get(AdminSetup.DISCORD_OPS + "/logs?limit=1000&event_type=" + type)
                                .at("/events")
                                .spliterator(),
                        false)
                .filter(event -> event.at("/details/sender_id").asText().equals(id(user)))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    Reply preview(String senderId, Channel in, String more) {
        Reply reply = client.post(
                ACCESS + "/preview",
                "{'sender_id':'%s','conversation_id':'discord:channel:%s',%s}".formatted(senderId, in.id(), more));
        assertThat(reply.status()).isEqualTo(200);
        return reply;
    }

    static JsonNode last(Reply preview) {
        JsonNode steps = preview.at("/steps");
        return steps.get(steps.size() - 1);
    }
}
