package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.PassingClock;
import io.palyra.connectors.fake.NoCursors;
import io.palyra.connectors.fake.OpenSink;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.Posted;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A session with a loopback Telegram, without the program around it, and what works with it. Closes both. */
record OpenTelegram(FakeTelegram telegram, Session session, TelegramAdapter.Work work) implements AutoCloseable {

    static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3, (byte) 0xff};

    static final ConnectorId OPS = ConnectorId.of("telegram:ops");

    /** Without pacing. */
    static OpenTelegram start() throws Exception {
        FakeTelegram telegram = FakeTelegram.start();
        return with(telegram, options(URI.create(telegram.apiUrl() + "/")));
    }

    static OpenTelegram with(FakeTelegram telegram, TelegramOptions options) throws Exception {
        Session session = Session.open(setup(options, telegram.token()));
        return new OpenTelegram(
                telegram, session, TelegramAdapter.work(session, options, Clock.systemUTC(), new PassingClock()));
    }

    private static Session.Setup setup(TelegramOptions options, String token) throws Exception {
        return new Session.Setup(
                OPS,
                BotToken.of(token),
                options,
                new EgressGuard(List.of(TelegramApi.HOST, "api.invalid"), options.egressAllowLoopback()),
                new NoCursors(),
                new OpenSink(),
                Clock.systemUTC(),
                new SameAccount(System::nanoTime),
                () -> {});
    }

    static TelegramOptions options(URI apiUrl) {
        return new TelegramOptions(
                apiUrl, true, false, false, false, TelegramMarkup.WITHOUT_MENTIONS, SessionEndpoint.UPLOAD_BYTES_MAX);
    }

    /** One that reaches the API there and needs no session. */
    static Sender sender(TelegramOptions options, String token) throws Exception {
        Chats chats = new Chats(new NoCursors());
        Line line = new Line("telegram-test", setup(options, token), chats);
        return new Sender(
                line.api(),
                chats,
                new Self(1, "loopback_bot", "Loopback", true, false),
                new Pacing(options.pacing(), line.windows(), new PassingClock()),
                line.turnstile(),
                options,
                Clock.systemUTC());
    }

    static OutboundMessageRequest message(
            String target, String text, UnaryOperator<OutboundMessageRequestBuilder> more) {
        return more.apply(OutboundMessageRequest.builder(new EnvelopeId("m1"), OPS, new ConversationId(target), text))
                .build();
    }

    /** One with files, to a chat. */
    OutboundMessageRequest message(Chat to, String text, AttachmentRef... files) {
        return message(
                id(to), text, builder -> builder.attachments(List.of(files)).timeoutMs(1_500));
    }

    static AttachmentRef photo(String name) {
        return AttachmentRef.upload(
                AttachmentKind.IMAGE, name, "image/png", Base64.getEncoder().encodeToString(PNG));
    }

    static AttachmentRef document(String name) {
        return AttachmentRef.upload(
                AttachmentKind.FILE,
                name,
                "text/plain",
                Base64.getEncoder().encodeToString("first".getBytes(StandardCharsets.UTF_8)));
    }

    /** A file that Telegram has, named by its id or by a reference to it. */
    static AttachmentRef received(@Nullable String fileId, @Nullable String artifactRef) {
        return new AttachmentRef(
                AttachmentKind.FILE,
                fileId,
                null,
                artifactRef,
                null,
                null,
                null,
                null,
                TelegramFiles.ORIGIN,
                null,
                false,
                null,
                null,
                null);
    }

    static String id(Chat chat) {
        return String.valueOf(chat.id());
    }

    DeliveryOutcome send(OutboundMessageRequest request) {
        return work.sender().send(request);
    }

    Operations operations() {
        return work.operations();
    }

    /** How many requests to make a message have come. */
    long sends() {
        return telegram.calls().stream()
                .filter(call -> call.method().startsWith("send"))
                .count();
    }

    long calls(String method) {
        return telegram.calls(method.toLowerCase(Locale.ROOT));
    }

    /** The last thing that was made. */
    Posted last() {
        List<Posted> all = telegram.ledger().accepted();
        return all.get(all.size() - 1);
    }

    @Override
    public void close() throws Exception {
        session.close();
        telegram.close();
    }
}
