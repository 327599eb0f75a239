package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one {@code flaky} instance talks to. A test makes it fail, and sees what reached it. Thread safe. */
public final class FlakyPlatform {

    private static final Map<ConnectorId, FlakyPlatform> PLATFORMS = new ConcurrentHashMap<>();

    /** What happens when a session is opened. */
    @FunctionalInterface
    public interface Opening {
        void open() throws ConnectorStartException;
    }

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger openSessions = new AtomicInteger();
    private final AtomicInteger sendsInHand = new AtomicInteger();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile Opening opening = () -> {};
    private volatile Runnable closing = () -> {};
    private volatile Function<OutboundMessageRequest, DeliveryOutcome> answer = FlakyPlatform::delivered;
    private volatile UnknownResolution resolution = UnknownResolution.RESEND;
    private volatile Function<OutboundMessageRequest, DeliveryLookup.Finding> history =
            request -> new DeliveryLookup.Finding.Undecided("no history");
    private volatile Function<ConversationId, String> routes = ConversationId::value;
    private volatile Function<ConversationId, Duration> waits = conversation -> Duration.ZERO;
    private final List<String> lookedFor = new CopyOnWriteArrayList<>();
    private volatile @Nullable InboundSink sink;

    /** A platform that works, in place of the one that an earlier test left. */
    public static FlakyPlatform fresh(ConnectorId connectorId) {
        FlakyPlatform platform = new FlakyPlatform();
        PLATFORMS.put(connectorId, platform);
        return platform;
    }

    /** The one that the instance talks to. */
    public static FlakyPlatform of(ConnectorId connectorId) {
        return PLATFORMS.computeIfAbsent(connectorId, id -> new FlakyPlatform());
    }

    public static DeliveryOutcome delivered(OutboundMessageRequest request) {
        return new DeliveryOutcome.Delivered(new MessageId("flaky-" + request.envelopeId()));
    }

    public FlakyPlatform opens(Opening nowOpening) {
        opening = nowOpening;
        return this;
    }

    public FlakyPlatform closes(Runnable nowClosing) {
        closing = nowClosing;
        return this;
    }

    public FlakyPlatform answers(Function<OutboundMessageRequest, DeliveryOutcome> nowAnswer) {
        answer = nowAnswer;
        return this;
    }

    /** Whether it says of itself that it recognises a message that it has seen. */
    public FlakyPlatform recognisesResends(boolean recognises) {
        return resolvesUnknown(recognises ? UnknownResolution.RESEND : UnknownResolution.OPERATOR);
    }

    /** What it says of itself about unknown outcomes. */
    public FlakyPlatform resolvesUnknown(UnknownResolution nowResolution) {
        resolution = nowResolution;
        return this;
    }

    /** What its history says about a message. */
    public FlakyPlatform remembers(Function<OutboundMessageRequest, DeliveryLookup.Finding> nowHistory) {
        history = nowHistory;
        return this;
    }

    /** What it counts a conversation under. */
    public FlakyPlatform routes(Function<ConversationId, String> nowRoutes) {
        routes = nowRoutes;
        return this;
    }

    /** How long it says that a message of a conversation would be refused. */
    public FlakyPlatform waits(Function<ConversationId, Duration> nowWaits) {
        waits = nowWaits;
        return this;
    }

    /** The envelopes that its history was asked about, in order. */
    public List<String> lookedFor() {
        return lookedFor;
    }

    /** How often a session was asked for, whether it opened or not. */
    public int opened() {
        return opened.get();
    }

    public int openSessions() {
        return openSessions.get();
    }

    /** How many sends wait for their answer. */
    public int sendsInHand() {
        return sendsInHand.get();
    }

    /** The envelopes of all sends, in order. */
    public List<String> sent() {
        return sent;
    }

    /** The envelopes that it has, in order. */
    public List<String> taken() {
        return taken;
    }

    /** Somebody says something on it. */
    public InboundIngestOutcome says(InboundMessageEvent event, InboundFacts facts) throws InboundRefusedException {
        return Objects.requireNonNull(sink, "no session was opened").emit(event, facts);
    }

    void open(InboundSink newSink) throws ConnectorStartException {
        opened.incrementAndGet();
        opening.open();
        openSessions.incrementAndGet();
        sink = newSink;
    }

    void close() {
        openSessions.decrementAndGet();
        closing.run();
    }

    DeliveryOutcome take(OutboundMessageRequest request) {
        String envelope = request.envelopeId().value();
        sent.add(envelope);
        sendsInHand.incrementAndGet();
        try {
            DeliveryOutcome outcome = answer.apply(request);
            if (outcome instanceof DeliveryOutcome.Delivered) {
                taken.add(envelope);
            }
            return outcome;
        } finally {
            sendsInHand.decrementAndGet();
        }
    }

    UnknownResolution unknownResolution() {
        return resolution;
    }

    DeliveryLookup.Finding find(OutboundMessageRequest request) {
        lookedFor.add(request.envelopeId().value());
        return history.apply(request);
    }

    Duration wait(ConversationId conversationId) {
        return waits.apply(conversationId);
    }

    String route(ConversationId conversationId) {
        return routes.apply(conversationId);
    }
}
