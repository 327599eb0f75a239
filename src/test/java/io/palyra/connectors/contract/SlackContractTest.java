package io.palyra.connectors.contract;

import io.palyra.connectors.contract.Words.Author;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.FakeSlackOptions;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.slack.SlackFault;
import io.palyra.connectors.fake.slack.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

class SlackContractTest extends ConnectorContract {

    @Override
    protected PlatformUnderTest startPlatform() throws Exception {
        return new SlackPlatform();
    }

    /** A loopback Slack. A thread is named by its first message, and belongs to its channel. */
    private static final class SlackPlatform extends LoopbackPlatform {

        private static final Duration LIMIT = Duration.ofSeconds(1);

        /** What {@link #marked} puts behind a text, as it comes in and as it goes out. */
        private static final Pattern MARK = Pattern.compile(" (?:(?:<|&lt;)@U\\w+(?:>|&gt;)|@channel)$");

        private final FakeSlack slack = FakeSlack.start(FakeSlackOptions.defaults()
                .redelivery(Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofSeconds(1)));
        private final User hook = slack.addBot("hook");
        private final Map<String, User> accounts = new HashMap<>();
        private final Map<String, Channel> channels = new HashMap<>();
        private @Nullable Message newest;

        private SlackPlatform() throws IOException, InterruptedException {
            super("slack");
            slack.subscribe("app_mention");
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.complementOf(EnumSet.of(Trait.UNKNOWN_WAITS, Trait.KNOWS_SECOND_SENDS));
        }

        /**
         * The lanes close before the session does: no message is sent while it restarts. The network is that before Slack: whatever
         * Slack may have taken is looked for first, and half a minute is waited before it is missing.
         */
        @Override
        public Set<Trouble> troubles() {
            return Set.of(Trouble.RATE_LIMIT, Trouble.NETWORK, Trouble.UNKNOWN, Trouble.REFUSED);
        }

        @Override
        String token() {
            return slack.token();
        }

        @Override
        Map<String, String> options(Path folder) throws IOException {
            Path appToken = Files.writeString(folder.resolve("app-token"), slack.appToken());
            return Map.of("app-token", reference(appToken), "api-url", slack.apiUrl());
        }

        @Override
        public boolean connected() {
            return slack.socket().connected() == 1 && isSessionConnected();
        }

        @Override
        public String newConversation(String name) {
            return named(slack.addChannel(name));
        }

        private String named(Channel channel) {
            String conversation = "slack:channel:" + channel.id();
            channels.put(conversation, channel);
            return conversation;
        }

        /** Its first message is one of which nobody hears. */
        @Override
        public String newThread(String conversation) {
            return slack.saysUnheard(
                            channels.get(conversation),
                            slack.user(),
                            io.palyra.connectors.fake.slack.Words.of("a thread begins"))
                    .ts();
        }

        @Override
        public String failNext(Trouble trouble, String conversation, String text) {
            Fault fault =
                    switch (trouble) {
                        case RATE_LIMIT -> SlackFault.rateLimited(LIMIT);
                        case NETWORK -> SlackFault.refused("request_timeout");
                        case UNKNOWN -> Fault.resetAfterAccepting();
                        case REFUSED -> SlackFault.refused("invalid_arguments");
                        case RESTARTING -> throw new IllegalArgumentException("Slack does not restart us");
                    };
            slack.faults().times(1, posts(conversation), fault);
            return text;
        }

        @Override
        public Hold holdNext(String conversation) {
            CountDownLatch released = new CountDownLatch(1);
            slack.faults().times(1, posts(conversation), Fault.heldUntil(released));
            return new Hold(() -> slack.faults().left() == 0, released::countDown);
        }

        private Predicate<RestRequest> posts(String conversation) {
            return SlackFault.to("chat.postMessage", channels.get(conversation));
        }

        @Override
        public List<String> taken(String conversation) {
            return slack.ledger().texts(channels.get(conversation).id()).stream()
                    .map(this::unmarked)
                    .toList();
        }

        @Override
        public String unmarked(String text) {
            return MARK.matcher(text).replaceFirst("");
        }

        @Override
        public String newDirect(Author with) {
            return named(slack.direct(account(with)));
        }

        @Override
        public String senderId(Author author) {
            return switch (author.kind()) {
                case PERSON -> account(author).id();
                case BOT -> String.valueOf(account(author).botId());
                case WEBHOOK -> String.valueOf(hook.botId());
            };
        }

        private User account(Author author) {
            return accounts.computeIfAbsent(
                    author.kind() + " " + author.account(),
                    name -> author.kind() == Author.Kind.BOT
                            ? slack.addBot(author.account())
                            : slack.addUser(author.account()));
        }

        @Override
        public void says(Words words) {
            Channel channel = channels.get(words.conversation());
            var written = marked(words, channel);
            Message said =
                    switch (words.by().kind()) {
                        case PERSON ->
                            slack.says(channel, account(words.by()), written.with(json -> json.putObject("user_profile")
                                    .put("display_name", words.by().display())));
                        case BOT -> slack.says(channel, account(words.by()), written);
                        case WEBHOOK ->
                            slack.says(channel, hook, written.with(json -> json.put(
                                            "username", words.by().display())
                                    .remove("bot_profile")));
                    };
            newest = words.by().kind() == Author.Kind.PERSON ? said : newest;
        }

        private io.palyra.connectors.fake.slack.Words marked(Words words, Channel channel) {
            String text =
                    switch (words.manner()) {
                        case MENTIONS_US -> words.text() + " " + slack.bot().mention();
                        case MENTIONS_EVERYBODY -> words.text() + " <!channel>";
                        case MENTIONS_ANOTHER ->
                            words.text() + " " + slack.user().mention();
                        default -> words.text();
                    };
            var plain = io.palyra.connectors.fake.slack.Words.of(text);
            return switch (words.manner()) {
                case ANSWERS_US -> plain.below(newestIn(channel, true));
                case ANSWERS_ANOTHER -> plain.below(newestIn(channel, false));
                default -> words.thread() == null ? plain : plain.below(find(channel, words.thread()));
            };
        }

        /** Beside all threads: an answer in one answers who began it. */
        private Message newestIn(Channel channel, boolean ours) {
            return slack.history(channel).stream()
                    .filter(message -> message.userId().equals(slack.bot().id()) == ours && !message.isReply())
                    .reduce((older, newer) -> newer)
                    .orElseThrow();
        }

        private Message find(Channel channel, String ts) {
            return slack.history(channel).stream()
                    .filter(message -> message.ts().equals(ts))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void tellAgain() {
            slack.tellAgain(newest);
        }

        @Override
        public void close() throws Exception {
            slack.close();
        }
    }
}
