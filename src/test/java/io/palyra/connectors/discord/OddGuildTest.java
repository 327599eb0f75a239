package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Discord says of a guild makes no sense in places: the session opens, and nothing that was said in it is missed. */
class OddGuildTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final List<String> ODDITIES =
            List.of("""
            {"permission_overwrites": [{"id": "123", "type": 0}]}""", """
            {"permission_overwrites": [{"id": "123", "type": 0, "allow": null, "deny": "-1"}]}""", """
            {"permission_overwrites": [{"type": 0, "allow": "much", "deny": {}}]}""", """
            {"permission_overwrites": [null]}""", """
            {"permission_overwrites": null}""", """
            {"last_message_id": "none"}""", """
            {"last_message_id": ""}""", """
            {"flags": "many"}""", """
            {"type": 99}""", """
            {"type": "text"}""", """
            {"type": null}""", """
            {"id": null}""", """
            {"id": "general"}""");

    @TempDir
    private Path folder;

    @Test
    void aSessionOpensAndNothingIsMissedWhereAGuildMakesNoSense() throws Exception {
        try (FakeDiscord discord = FakeDiscord.start();
                ProgramUnderTest program =
                        ProgramUnderTest.in(folder).discord(discord).start()) {
            Map<String, String> odd = new HashMap<>();
            List<Channel> channels = new ArrayList<>();
            for (String oddity : ODDITIES) {
                Channel channel = discord.addChannel(discord.guild(), "odd");
                channels.add(channel);
                odd.put(channel.id(), oddity);
                discord.userSays(channel, discord.user(), "one");
                program.awaitAnswers(channel.id(), List.of("one"));
            }
            program.stop();
            channels.add(discord.channel());
            for (Channel channel : channels) {
                discord.userSaysUnheard(channel, discord.user(), UserMessage.of("missed"));
            }
            discord.guildsSay(guild -> distort(guild, odd));
            program.startAgain();
            program.awaitConnected();
            program.awaitAnswers(discord.channel().id(), List.of("missed"));
            for (Channel channel : channels.subList(0, ODDITIES.size())) {
                program.awaitAnswers(channel.id(), List.of("one", "missed"));
            }
            assertThat(discord.gateway().identifies()).isEqualTo(2);
        }
    }

    private static void distort(ObjectNode guild, Map<String, String> odd) {
        ((ArrayNode) guild.withArray("roles"))
                .add("a role")
                .addNull()
                .addObject()
                .put("id", "77");
        guild.putArray("emojis").addObject();
        guild.put("afk_timeout", "long").put("nsfw_level", -1);
        guild.path("channels").forEach(channel -> {
            String oddity = odd.get(channel.path("id").asText());
            if (oddity != null) {
                try {
                    ((ObjectNode) channel).setAll((ObjectNode) MAPPER.readTree(oddity));
                } catch (JsonProcessingException e) {
                    throw new IllegalArgumentException(oddity, e);
                }
            }
        });
    }
}
