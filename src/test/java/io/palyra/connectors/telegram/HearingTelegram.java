package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.FakeTelegramOptions;
import io.palyra.connectors.fake.telegram.Message;
import io.palyra.connectors.fake.telegram.Person;
import io.palyra.connectors.fake.telegram.Words;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.testkit.LoopbackTelegram;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A loopback Telegram and what hears it: sessions over real sockets, one after the other as a program that starts again has them, on an
 * inbox and on cursors that outlive them. The bot hears everything in its groups.
 */
final class HearingTelegram implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final FakeTelegram telegram;
    private final HeardInbox inbox = new HeardInbox();
    private final Map<String, String> cursors = new ConcurrentHashMap<>();
    private final SameAccount accounts = new SameAccount(System::nanoTime);
    private volatile boolean storeFails;
    private volatile boolean storeForgets;
    private boolean takesOverWebhook;
    private @Nullable Session session;

    HearingTelegram(FakeTelegramOptions options) throws Exception {
        telegram = FakeTelegram.start(options);
        telegram.privacy(false);
    }

    /** Of a Telegram that soon answers who asks again from the same position: it takes half a second. */
    static FakeTelegramOptions quick() {
        return FakeTelegramOptions.defaults().repeats(Duration.ofMillis(500), Duration.ofMillis(500));
    }

    /** With a session, the first one ever. */
    static HearingTelegram start() throws Exception {
        HearingTelegram hearing = new HearingTelegram(quick());
        hearing.open();
        return hearing;
    }

    /** From the next session on. */
    HearingTelegram takeOverWebhook() {
        takesOverWebhook = true;
        return this;
    }

    FakeTelegram telegram() {
        return telegram;
    }

    HeardInbox inbox() {
        return inbox;
    }

    Map<String, String> cursors() {
        return cursors;
    }

    /** No position can be stored from now on, for a fault that nobody has thought of; or it can again. */
    void storeFails(boolean fails) {
        storeFails = fails;
    }

    /** What is written from now on does not arrive, as on a full disk; or it does again. */
    void storeForgets(boolean forgets) {
        storeForgets = forgets;
    }

    /** Who writes where it is of no account who does. */
    Person ada() {
        return telegram.person();
    }

    /** One more. */
    Chat group() {
        return telegram.addSupergroup("of one test", null);
    }

    Message says(Chat chat, Words words) {
        return telegram.says(chat, ada(), words);
    }

    /** What is read of it, in a group of its own. */
    InboundMessageEvent read(Words words) {
        Chat group = group();
        says(group, words);
        return onlyEvent(group);
    }

    InboundFacts facts(InboundMessageEvent event) {
        return inbox.facts(event);
    }

    /** Where the bot asks from next. */
    long cursor() {
        return Long.parseLong(cursors.getOrDefault("updates:" + telegram.bot().id(), "0"));
    }

    Session session() {
        return assertThat(session).isNotNull().actual();
    }

    /** A session that hears. */
    void open() throws ConnectorStartException {
        session = openAs(LoopbackTelegram.OPS, telegram.token());
        session.awaitConnected();
    }

    Session openAs(ConnectorId id, String token) throws ConnectorStartException {
        return Session.open(new Session.Setup(
                id,
                BotToken.of(token),
                new TelegramOptions(
                        URI.create(telegram.apiUrl() + "/"),
                        true,
                        false,
                        takesOverWebhook,
                        false,
                        TelegramMarkup.WITHOUT_MENTIONS,
                        SessionEndpoint.UPLOAD_BYTES_MAX),
                new EgressGuard(List.of(), true),
                new Cursors(),
                inbox,
                Clock.systemUTC(),
                accounts,
                () -> {}));
    }

    void closeSession() {
        session().close();
    }

    void reopen() throws ConnectorStartException {
        closeSession();
        open();
    }

    static ConditionFactory within() {
        return await().pollDelay(Duration.ZERO).pollInterval(LOOK).atMost(PATIENCE);
    }

    /** Until the inbox has these of the chat, and no others, in this order. */
    void awaitHeard(Chat chat, String... texts) {
        awaitHeard(chat, List.of(texts));
    }

    void awaitHeard(Chat chat, List<String> texts) {
        within().until(() -> inbox.texts(chat).size() >= texts.size());
        assertThat(inbox.texts(chat)).containsExactlyElementsOf(texts);
    }

    /** Until Telegram keeps nothing any more: everything is admitted, or left out for good. */
    void awaitAllRead() {
        within().until(() -> telegram.updates().pending() == 0);
    }

    InboundMessageEvent onlyEvent(Chat chat) {
        within().until(() -> !inbox.of(chat).isEmpty());
        return assertThat(inbox.of(chat)).singleElement().actual();
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> inbound() {
        return (Map<String, Object>) session().view().get("inbound");
    }

    /** What the session says of its line. */
    @Nullable
    Object ofSession(String name) {
        return ((Map<?, ?>) session().view().get("session")).get(name);
    }

    long leftOut(String kind) {
        return (Long) ((Map<?, ?>) inbound().get("left_out")).get(kind);
    }

    @Override
    public void close() throws Exception {
        if (session != null) {
            session.close();
        }
        telegram.close();
    }

    private final class Cursors implements CursorStore {

        @Override
        public Map<String, String> positions() {
            return Map.copyOf(cursors);
        }

        @Override
        public void move(String stream, String position, @Nullable ReadAgain overlap) {
            if (storeFails) {
                throw new StackOverflowError("of a test");
            } else if (storeForgets) {
                return;
            }
            cursors.put(stream, position);
        }

        @Override
        public void forget(String stream) {
            cursors.remove(stream);
        }
    }
}
