package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.FakeTelegramOptions;
import io.palyra.connectors.fake.telegram.Message;
import io.palyra.connectors.fake.telegram.Person;
import io.palyra.connectors.fake.telegram.Words;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.testkit.HearingPlatform;
import io.palyra.connectors.testkit.LoopbackTelegram;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * A loopback Telegram and what hears it: sessions over real sockets, one after the other as a program that starts again has them, on an
 * inbox and on cursors that outlive them. The bot hears everything in its groups.
 */
final class HearingTelegram extends HearingPlatform<Session, Chat> {

    private final FakeTelegram telegram;
    private boolean takesOverWebhook;

    HearingTelegram(FakeTelegramOptions options) throws Exception {
        super(chat -> Target.chat(chat.id()));
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
        return inbox().facts(event);
    }

    /** Where the bot asks from next. */
    long cursor() {
        return Long.parseLong(cursors().getOrDefault("updates:" + telegram.bot().id(), "0"));
    }

    @Override
    protected Session openSession() throws ConnectorStartException {
        Session session = openAs(LoopbackTelegram.OPS, telegram.token());
        session.awaitConnected();
        return session;
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
                cursorStore(),
                inbox(),
                Clock.systemUTC(),
                accounts(),
                () -> {}));
    }

    /** Until Telegram keeps nothing any more: everything is admitted, or left out for good. */
    void awaitAllRead() {
        within().until(() -> telegram.updates().pending() == 0);
    }

    @Override
    public void close() throws Exception {
        super.close();
        telegram.close();
    }
}
