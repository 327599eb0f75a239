package io.palyra.connectors.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.contract.Words.Author;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.FakeTelegramOptions;
import io.palyra.connectors.fake.telegram.Message;
import io.palyra.connectors.fake.telegram.Person;
import io.palyra.connectors.fake.telegram.TelegramFault;
import java.io.IOException;
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

class TelegramContractTest extends ConnectorContract {

    @Override
    protected PlatformUnderTest startPlatform() throws Exception {
        return new TelegramPlatform();
    }

    /**
     * A loopback Telegram whose bot hears everything in its groups. Those are supergroups, which have topics from the first one on.
     * Telegram tells bots nothing of each other today; here it does.
     */
    private static final class TelegramPlatform extends LoopbackPlatform {

        private static final Duration LIMIT = Duration.ofSeconds(1);

        /** What {@link #marked} puts behind a text, as it comes in and as it goes out, where it notifies nobody. */
        private static final Pattern MARK = Pattern.compile(" @\u2060?\\w+$");

        private final FakeTelegram telegram = FakeTelegram.start(
                FakeTelegramOptions.defaults().repeats(Duration.ofMillis(500), Duration.ofMillis(500)));
        private final Map<String, Person> accounts = new HashMap<>();
        private final Map<String, Chat> chats = new HashMap<>();
        private @Nullable Message newest;

        private TelegramPlatform() throws IOException {
            super("telegram");
            telegram.privacy(false);
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.of(Trait.NEEDS_CREDENTIAL, Trait.KEEPS_CURSOR, Trait.UNKNOWN_WAITS, Trait.MARKS_MENTIONS);
        }

        /** A network that fails before a request is written fails for all chats at once; afterwards, the outcome is unknown. */
        @Override
        public Set<Trouble> troubles() {
            return EnumSet.of(Trouble.RATE_LIMIT, Trouble.UNKNOWN, Trouble.REFUSED);
        }

        @Override
        String token() {
            return telegram.token();
        }

        @Override
        Map<String, String> options(Path folder) {
            return Map.of("api-url", telegram.apiUrl(), "pacing", "off");
        }

        @Override
        public boolean connected() {
            return telegram.polls().waiting() == 1 && isSessionConnected();
        }

        @Override
        public String newConversation(String name) {
            return named(telegram.addSupergroup(name, null));
        }

        private String named(Chat chat) {
            String conversation = "telegram:chat:" + chat.id();
            chats.put(conversation, chat);
            return conversation;
        }

        @Override
        public String newThread(String conversation) {
            return String.valueOf(telegram.addTopic(chats.get(conversation), "a topic"));
        }

        @Override
        public String failNext(Trouble trouble, String conversation, String text) {
            Fault fault =
                    switch (trouble) {
                        case RATE_LIMIT -> TelegramFault.rateLimited(LIMIT);
                        case UNKNOWN -> Fault.resetBeforeAccepting();
                        case REFUSED -> TelegramFault.refused(400, "Bad Request: message text is not supported");
                        case NETWORK, RESTARTING ->
                            throw new IllegalArgumentException("Telegram cannot do that to one message");
                    };
            telegram.faults().next(sends(conversation), fault);
            return text;
        }

        @Override
        public Hold holdNext(String conversation) {
            CountDownLatch released = new CountDownLatch(1);
            telegram.faults().next(sends(conversation), Fault.heldUntil(released));
            return new Hold(() -> telegram.faults().left() == 0, released::countDown);
        }

        private Predicate<RestRequest> sends(String conversation) {
            return TelegramFault.to("sendMessage", chats.get(conversation));
        }

        @Override
        public List<String> taken(String conversation) {
            return telegram
                    .ledger()
                    .texts(String.valueOf(chats.get(conversation).id()))
                    .stream()
                    .map(this::unmarked)
                    .toList();
        }

        @Override
        public String unmarked(String text) {
            return MARK.matcher(text).replaceFirst("");
        }

        @Override
        public String newDirect(Author with) {
            return named(telegram.direct(account(with)));
        }

        @Override
        public String senderId(Author author) {
            return String.valueOf(account(author).id());
        }

        private Person account(Author author) {
            return accounts.computeIfAbsent(
                    author.kind() + " " + author.account(),
                    name -> author.kind() == Author.Kind.BOT
                            ? telegram.addBot(author.account())
                            : telegram.addPerson(author.account(), null));
        }

        @Override
        public void says(Words words) {
            Chat chat = chats.get(words.conversation());
            Message said = telegram.says(
                    chat, account(words.by()), marked(words, chat).with(json -> ((ObjectNode) json.path("from"))
                            .put("first_name", words.by().display())));
            if (words.by().kind() == Author.Kind.PERSON) {
                newest = said;
            } else {
                telegram.update("message", said.json());
            }
        }

        /** Nobody can mention everybody: such a name is one like others. */
        private io.palyra.connectors.fake.telegram.Words marked(Words words, Chat chat) {
            String text =
                    switch (words.manner()) {
                        case MENTIONS_US -> words.text() + " @" + telegram.bot().username();
                        case MENTIONS_EVERYBODY -> words.text() + " @everyone";
                        case MENTIONS_ANOTHER ->
                            words.text() + " @" + telegram.person().username();
                        default -> words.text();
                    };
            var plain = io.palyra.connectors.fake.telegram.Words.of(text);
            return switch (words.manner()) {
                case ANSWERS_US -> plain.replyTo(newestIn(chat, true));
                case ANSWERS_ANOTHER -> plain.replyTo(newestIn(chat, false));
                default -> words.thread() == null ? plain : plain.in(Long.parseLong(words.thread()));
            };
        }

        private Message newestIn(Chat chat, boolean ours) {
            return telegram.history(chat).stream()
                    .filter(message -> message.stored().path("from").path("id").asLong()
                            == telegram.bot().id()
                            == ours)
                    .reduce((older, newer) -> newer)
                    .orElseThrow();
        }

        @Override
        public void tellAgain() {
            telegram.update("message", newest.json());
        }

        @Override
        public void close() throws Exception {
            telegram.close();
        }
    }
}
