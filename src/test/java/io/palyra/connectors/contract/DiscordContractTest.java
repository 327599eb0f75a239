package io.palyra.connectors.contract;

import io.palyra.connectors.contract.Words.Author;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.DiscordFault;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.User;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.fake.http.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
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
    private static final class DiscordPlatform extends LoopbackPlatform {

        private static final String HOOK = "1311000000000000055";
        private static final Duration LIMIT = Duration.ofMillis(300);

        private final FakeDiscord discord = FakeDiscord.start();
        private final Map<String, User> accounts = new HashMap<>();
        private final Map<String, Channel> channels = new HashMap<>();
        private @Nullable Message newest;

        private DiscordPlatform() throws IOException, InterruptedException {
            super("discord");
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.complementOf(EnumSet.of(Trait.UNKNOWN_WAITS));
        }

        /** The lanes close before the session does: no message is sent while it restarts. */
        @Override
        public Set<Trouble> troubles() {
            return Set.of(Trouble.RATE_LIMIT, Trouble.NETWORK, Trouble.UNKNOWN, Trouble.REFUSED);
        }

        @Override
        String token() {
            return discord.token();
        }

        @Override
        Map<String, String> options(Path folder) {
            return Map.of("rest-url", discord.restUrl(), "gateway-url", discord.gatewayUrl());
        }

        @Override
        public boolean connected() {
            return discord.gateway().connected() == 1 && isSessionConnected();
        }

        @Override
        public String newConversation(String name) {
            return named(discord.addChannel(discord.guild(), name));
        }

        private String named(Channel channel) {
            String conversation = "discord:channel:" + channel.id();
            channels.put(conversation, channel);
            return conversation;
        }

        @Override
        public String newThread(String conversation) {
            return named(discord.addThread(channels.get(conversation), "a thread"));
        }

        @Override
        public String failNext(Trouble trouble, String conversation, String text) {
            Fault fault =
                    switch (trouble) {
                        case RATE_LIMIT -> DiscordFault.rateLimited(LIMIT, DiscordFault.Scope.USER);
                        case NETWORK -> Fault.status(503);
                        case UNKNOWN -> Fault.resetAfterAccepting();
                        case REFUSED -> DiscordFault.error(400, 50_035, "Invalid Form Body");
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
        public String newDirect(Author with) {
            return named(discord.direct(account(with)));
        }

        @Override
        public String senderId(Author author) {
            return author.kind() == Author.Kind.WEBHOOK ? HOOK : account(author).id();
        }

        private User account(Author author) {
            return accounts.computeIfAbsent(
                    author.account(),
                    name -> author.kind() == Author.Kind.BOT ? discord.addBot(name) : discord.addUser(name));
        }

        @Override
        public void says(Words words) {
            Channel channel = channels.get(words.thread() == null ? words.conversation() : words.thread());
            User account = account(words.by());
            User shown = new User(account.id(), account.name(), words.by().display(), account.bot());
            UserMessage marked = marked(words.manner(), channel, UserMessage.of(words.text()));
            boolean isHook = words.by().kind() == Author.Kind.WEBHOOK;
            Message said = discord.userSays(channel, shown, isHook ? marked.fromWebhook(HOOK) : marked);
            newest = words.by().kind() == Author.Kind.PERSON ? said : newest;
        }

        private UserMessage marked(Words.Manner manner, Channel channel, UserMessage words) {
            return switch (manner) {
                case PLAIN -> words;
                case MENTIONS_US -> words.mentioning(discord.bot());
                case MENTIONS_EVERYBODY -> words.and("{\"mention_everyone\":true}");
                case MENTIONS_ANOTHER -> words.mentioning(discord.user());
                case ANSWERS_US -> words.inReplyTo(newestIn(channel, true));
                case ANSWERS_ANOTHER -> words.inReplyTo(newestIn(channel, false));
            };
        }

        private Message newestIn(Channel channel, boolean ours) {
            return discord.history(channel).stream()
                    .filter(message -> message.author().equals(discord.bot()) == ours)
                    .reduce((older, newer) -> newer)
                    .orElseThrow();
        }

        @Override
        public void tellAgain() {
            discord.dispatchAgain(newest);
        }

        @Override
        public void close() throws Exception {
            discord.close();
        }
    }
}
