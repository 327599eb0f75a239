package io.palyra.connectors.discord;

import io.palyra.connectors.fake.OpenSink;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import io.palyra.connectors.testkit.LoopbackDiscord;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A session with a loopback Discord, without the program around it.
 *
 * @param answers how often the program was told that Discord answered
 */
record OpenSession(Session session, AtomicInteger answers) {

    static OpenSession with(FakeDiscord discord) throws Exception {
        AtomicInteger answers = new AtomicInteger();
        return new OpenSession(
                Session.open(setup(discord, URI.create(discord.restUrl()), answers::incrementAndGet)), answers);
    }

    static Session.Setup setup(FakeDiscord discord, URI restUrl, Runnable onAnswer) {
        Clock clock = Clock.systemUTC();
        return new Session.Setup(
                LoopbackDiscord.OPS,
                discord.token(),
                new DiscordOptions(
                        restUrl,
                        URI.create(discord.gatewayUrl()),
                        true,
                        Duration.ofMinutes(2),
                        DiscordConnector.UPLOAD_BYTES_MAX,
                        true),
                new EgressGuard(List.of(), true),
                new NoCursors(),
                new OpenSink(),
                clock,
                Session.Account.of(clock, System::nanoTime, () -> Executors.newScheduledThreadPool(2)),
                onAnswer,
                reason -> {});
    }

    static OutboundMessageRequest message(
            String envelope, String target, String text, UnaryOperator<OutboundMessageRequestBuilder> more) {
        return more.apply(OutboundMessageRequest.builder(
                        new EnvelopeId(envelope), LoopbackDiscord.OPS, new ConversationId(target), text))
                .build();
    }

    static Sender sender(Session session) {
        return new Sender(session.rest(), session.channels(), DiscordConnector.UPLOAD_BYTES_MAX);
    }

    static DeliveryHistory history(Session session) {
        return new DeliveryHistory(
                session.channels(),
                new History(session.rest()),
                new PermissionCheck(session.rest(), session.selfId()),
                session.selfId(),
                session.time(),
                Clock.systemUTC());
    }
}
