package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.protocol.SenderId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Adds a line {@code conversation TAB envelope TAB token TAB text} for each message that it takes, and syncs it. What it
 * receives comes from a {@link Feed}.
 */
final class LedgerAdapter implements ConnectorAdapter {

    /** In a text: refused at the first try, with a wait. */
    private static final String BUSY_ONCE = "[busy-once]";

    private static final Duration BUSY = Duration.ofMillis(250);

    private final LedgerEndpoint endpoint;
    private final AtomicInteger sends = new AtomicInteger();
    private final Set<EnvelopeId> refused = ConcurrentHashMap.newKeySet();
    private @Nullable SyncedLines ledger;
    private @Nullable Feed feed;

    LedgerAdapter(LedgerEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public synchronized void start(InboundSink sink) throws ConnectorStartException {
        try {
            ledger = new SyncedLines(Path.of(endpoint.getFile()));
        } catch (IOException e) {
            throw new ConnectorStartException(Readiness.MISCONFIGURED, "file: " + e);
        }
        if (!endpoint.getFeed().isEmpty()) {
            feed = new Feed(Path.of(endpoint.getFeed()), entry -> sink.emit(event(entry)));
            feed.start();
        }
    }

    /** What is written in a conversation {@code dm-…} is written by the person of that name. */
    private InboundMessageEvent event(Feed.Entry entry) {
        boolean direct = entry.conversation().startsWith("dm-");
        return InboundMessageEvent.builder(
                        new EnvelopeId(entry.envelopeId()),
                        endpoint.connectorId(),
                        new ConversationId(entry.conversation()),
                        new SenderId(direct ? entry.conversation() : "somebody"),
                        entry.text())
                .directMessage(direct)
                .build();
    }

    @Override
    public synchronized void stop() {
        try (SyncedLines closing = ledger;
                Feed closingFirst = feed) {
            ledger = null;
            feed = null;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public DeliveryOutcome send(OutboundMessageRequest request) {
        Points.reach("platform: asked to send " + request.envelopeId());
        if (isBusy(request)) {
            Points.reach("platform: refused " + request.envelopeId());
            return new DeliveryOutcome.Retry(RetryClass.RATE_LIMIT, "the ledger is busy", BUSY);
        }
        String token = "random".equals(endpoint.getTokens()) ? UUID.randomUUID().toString() : request.idempotencyKey();
        try {
            Objects.requireNonNull(ledger, "the session is open")
                    .add(request.conversationId().value(), request.envelopeId().value(), token, request.text());
        } catch (IOException e) {
            return new DeliveryOutcome.Unknown(e.toString());
        }
        Points.reach("platform: took " + request.envelopeId());
        takeTime();
        return new DeliveryOutcome.Delivered(new MessageId("ledger-" + request.envelopeId()));
    }

    private void takeTime() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(endpoint.getAnswerAfterMs());
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private boolean isBusy(OutboundMessageRequest request) {
        int every = endpoint.getFaultEvery();
        return every > 0 && sends.incrementAndGet() % every == 0
                || request.text().contains(BUSY_ONCE) && refused.add(request.envelopeId());
    }

    @Override
    public UnknownResolution unknownResolution() {
        return endpoint.isRecognisesResends() ? UnknownResolution.RESEND : UnknownResolution.OPERATOR;
    }
}
