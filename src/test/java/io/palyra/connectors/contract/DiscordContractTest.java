package io.palyra.connectors.contract;

import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Fault;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.User;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

class DiscordContractTest extends ConnectorContract {

    @Override
    protected PlatformUnderTest startPlatform() throws Exception {
        return new DiscordPlatform();
    }

    /** A loopback Discord, with JDA as it is. */
    private static final class DiscordPlatform implements PlatformUnderTest {

        private static final ConnectorId ID = ConnectorId.of("discord:contract");
        private static final Duration LIMIT = Duration.ofMillis(300);

        private final FakeDiscord discord = FakeDiscord.start();
        private final User other = discord.addBot("other");
        private final Map<String, Channel> channels = new HashMap<>();
        private @Nullable Path token;
        private @Nullable ProgramUnderTest program;
        private @Nullable Message newest;

        private DiscordPlatform() throws IOException, InterruptedException {}

        @Override
        public ConnectorId connectorId() {
            return ID;
        }

        @Override
        public Set<Trait> traits() {
            return Set.of(Trait.NEEDS_CREDENTIAL, Trait.KEEPS_CURSOR);
        }

        /** The lanes close before the session does: no message is sent while it restarts. */
        @Override
        public Set<Trouble> troubles() {
            return Set.of(Trouble.RATE_LIMIT, Trouble.NETWORK, Trouble.UNKNOWN, Trouble.REFUSED);
        }

        @Override
        public Map<String, String> settings(Path folder) throws IOException {
            token = folder.resolve("token");
            credential(true);
            Map<String, String> settings = new HashMap<>();
            Map.of(
                            "enabled",
                            "true",
                            "token",
                            "{{file:" + token + "}}",
                            "rest-url",
                            discord.restUrl(),
                            "gateway-url",
                            discord.gatewayUrl(),
                            "egress-allow-loopback",
                            "true")
                    .forEach((option, value) -> settings.put("palyra.connectors.discord.contract." + option, value));
            return settings;
        }

        @Override
        public void started(ProgramUnderTest running) {
            program = running;
        }

        @Override
        public boolean connected() {
            Object session = program.program().supervision().calls().runtime(ID).get("session");
            return discord.gateway().connected() == 1
                    && session instanceof Map<?, ?> state
                    && Boolean.TRUE.equals(state.get("connected"));
        }

        @Override
        public String newConversation(String name) {
            Channel channel = discord.addChannel(discord.guild(), name);
            String conversation = "discord:channel:" + channel.id();
            channels.put(conversation, channel);
            return conversation;
        }

        @Override
        public String newThread(String conversation) {
            return "thread:"
                    + discord.addThread(channels.get(conversation), "a thread").id();
        }

        @Override
        public String failNext(Trouble trouble, String conversation, String text) {
            Fault fault =
                    switch (trouble) {
                        case RATE_LIMIT -> Fault.rateLimited(LIMIT, Fault.Scope.USER);
                        case NETWORK -> Fault.status(503);
                        case UNKNOWN -> Fault.resetAfterAccepting();
                        case REFUSED -> Fault.error(400, 50_035, "Invalid Form Body");
                        case RESTARTING -> throw new IllegalArgumentException("Discord does not restart us");
                    };
            discord.faults().next("POST", posts(conversation), fault);
            return text;
        }

        @Override
        public Hold holdNext(String conversation) {
            CountDownLatch released = new CountDownLatch(1);
            discord.faults().next("POST", posts(conversation), Fault.heldUntil(released));
            return new Hold(() -> discord.faults().left() == 0, released::countDown);
        }

        private String posts(String conversation) {
            return "/channels/" + channels.get(conversation).id() + "/messages";
        }

        @Override
        public List<String> taken(String conversation) {
            return discord.ledger().texts(channels.get(conversation).id());
        }

        @Override
        public void userSays(String conversation, String text) {
            newest = discord.userSays(channels.get(conversation), discord.user(), text);
        }

        @Override
        public void botSays(String conversation, String text, boolean toUs) {
            UserMessage words = UserMessage.of(text);
            discord.userSays(channels.get(conversation), other, toUs ? words.mentioning(discord.bot()) : words);
        }

        @Override
        public void tellAgain() {
            discord.dispatchAgain(newest);
        }

        @Override
        public void credential(boolean present) throws IOException {
            if (present) {
                Files.writeString(token, discord.token());
            } else {
                Files.deleteIfExists(token);
            }
        }

        @Override
        public void close() throws Exception {
            discord.close();
        }
    }
}
