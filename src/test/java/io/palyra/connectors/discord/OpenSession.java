package io.palyra.connectors.discord;

import io.palyra.connectors.fake.NoCursors;
import io.palyra.connectors.fake.OpenSink;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
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
 * A session with a loopback Discord, without the program around it. Closes both.
 *
 * @param answers how often the program was told that Discord answered
 */
record OpenSession(FakeDiscord discord, Session session, AtomicInteger answers) implements AutoCloseable {

    static OpenSession start() throws Exception {
        return with(FakeDiscord.start());
    }

    static OpenSession with(FakeDiscord discord) throws Exception {
        AtomicInteger answers = new AtomicInteger();
        return new OpenSession(
                discord,
                Session.open(setup(discord, URI.create(discord.restUrl()), answers::incrementAndGet)),
                answers);
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
                        SessionEndpoint.UPLOAD_BYTES_MAX,
                        1_000,
                        true),
                new EgressGuard(List.of(), true),
                new NoCursors(),
                new OpenSink(),
                clock,
                account(clock),
                onAnswer,
                reason -> {});
    }

    private static Session.Account account(Clock clock) {
        return Session.Account.of(
                clock, System::nanoTime, () -> Executors.newScheduledThreadPool(2), new SameAccount(System::nanoTime));
    }

    static OutboundMessageRequest message(
            String envelope, String target, String text, UnaryOperator<OutboundMessageRequestBuilder> more) {
        return more.apply(OutboundMessageRequest.builder(
                        new EnvelopeId(envelope), LoopbackDiscord.OPS, new ConversationId(target), text))
                .build();
    }

    DeliveryOutcome send(OutboundMessageRequest request) {
        return new Sender(session.rest(), session.channels(), SessionEndpoint.UPLOAD_BYTES_MAX).send(request);
    }

    /** How many posts Discord has been asked for. */
    long posts() {
        return discord.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .count();
    }

    DeliveryHistory history() {
        return new DeliveryHistory(
                session.channels(),
                new History(session.rest()),
                new PermissionCheck(session.rest(), session.selfId()),
                session.selfId(),
                session.time(),
                Clock.systemUTC());
    }

    @Override
    public void close() throws Exception {
        session.close();
        discord.close();
    }
}
