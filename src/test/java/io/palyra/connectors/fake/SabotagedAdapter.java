package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.MessageOperations;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Preflight;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import io.palyra.connectors.protocol.SenderId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** As an adapter should be, but for one {@link Sabotage}. */
final class SabotagedAdapter implements ConnectorAdapter, MessageOperations {

    private static final Logger LOG = LoggerFactory.getLogger(SabotagedAdapter.class);
    private static final String STREAM = "said";

    private final SabotagedPlatform platform;
    private final ConnectorId connectorId;
    private final ConnectorHost host;
    private final SabotagedReading reading;
    private volatile boolean stopping;
    private volatile boolean brokenSession;
    private @Nullable Thread reader;

    SabotagedAdapter(SabotagedPlatform platform, ConnectorId connectorId, ConnectorHost host) {
        this.platform = platform;
        this.connectorId = connectorId;
        this.host = host;
        reading = new SabotagedReading(platform, connectorId);
    }

    @Override
    public void start(InboundSink sink) throws ConnectorStartException {
        if (host.token(connectorId).isEmpty() && !platform.is(Sabotage.STARTS_WITHOUT_CREDENTIAL)) {
            throw new ConnectorStartException(Readiness.MISSING_CREDENTIAL, "the token is missing");
        }
        stopping = false;
        brokenSession = platform.open() > 1 && platform.is(Sabotage.DOES_NOT_OPEN_AGAIN);
        Thread fresh = new Thread(() -> read(sink), "sabotaged-reader");
        fresh.start();
        reader = fresh;
    }

    @Override
    public void stop() {
        stopping = true;
        platform.close();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(InboundSink sink) {
        String stored = host.cursors(connectorId).positions().getOrDefault(STREAM, "0");
        int position = platform.is(Sabotage.SKIPS_WHAT_CAME_WHILE_DOWN)
                ? platform.said().size()
                : Integer.parseInt(stored);
        int there = platform.said().size();
        try {
            while (!stopping) {
                List<SabotagedPlatform.Said> said = platform.said();
                if (position < said.size() && admit(sink, said.get(position), position + 1, there)) {
                    position++;
                } else {
                    platform.awaitMoreThan(position);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param there how much had been said when the session began */
    private boolean admit(InboundSink sink, SabotagedPlatform.Said said, int next, int there)
            throws InterruptedException {
        if (platform.is(Sabotage.MOVES_THE_CURSOR_FIRST)) {
            host.cursors(connectorId).move(STREAM, String.valueOf(next));
        }
        String id =
                platform.is(Sabotage.NEW_ENVELOPE_EACH_TIME) ? UUID.randomUUID().toString() : said.id();
        try {
            boolean missed = next <= there && platform.is(Sabotage.KNOWS_NOTHING_OF_HISTORY);
            sink.emit(reading.event(new EnvelopeId(id), said), missed ? InboundFacts.NONE : reading.facts(said));
        } catch (InboundRefusedException e) {
            LOG.warn("{} comes again: {}", id, e.getMessage());
            platform.awaitMoreThan(Integer.MAX_VALUE);
            return false;
        }
        host.cursors(connectorId).move(STREAM, String.valueOf(next));
        return true;
    }

    @Override
    public DeliveryOutcome send(OutboundMessageRequest request) {
        if (brokenSession) {
            brokenSession = false;
            return new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "the session is not open", null);
        }
        if (wasHeld(request) && platform.is(Sabotage.FORGETS_WHAT_IS_IN_HAND)) {
            return new DeliveryOutcome.Delivered(new MessageId("forgotten"));
        }
        String key =
                platform.is(Sabotage.DOUBLES_THE_SAME_KEY) ? UUID.randomUUID().toString() : request.idempotencyKey();
        return told(platform.take(request, key));
    }

    private boolean wasHeld(OutboundMessageRequest request) {
        Optional<CountDownLatch> released =
                platform.heldNext(request.conversationId().value());
        released.ifPresent(latch -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return released.isPresent();
    }

    private DeliveryOutcome told(DeliveryOutcome outcome) {
        if (platform.is(Sabotage.SWALLOWS_FAILURES) && outcome instanceof DeliveryOutcome.Retry) {
            return new DeliveryOutcome.Delivered(new MessageId("swallowed"));
        } else if (platform.is(Sabotage.GUESSES_UNKNOWN_OUTCOMES) && outcome instanceof DeliveryOutcome.Unknown) {
            return new DeliveryOutcome.PermanentFailure("it failed", Fault.MESSAGE, null);
        } else if (platform.is(Sabotage.BLAMES_ITSELF_FOR_A_MESSAGE)
                && outcome instanceof DeliveryOutcome.PermanentFailure failure) {
            return new DeliveryOutcome.PermanentFailure(failure.reason(), Fault.CONNECTOR, Readiness.MISCONFIGURED);
        }
        return outcome;
    }

    @Override
    public UnknownResolution unknownResolution() {
        return UnknownResolution.RESEND;
    }

    @Override
    public ReadResult read(ReadRequest request) {
        MessageLocator locator = new MessageLocator(request.target(), new MessageId("id"));
        List<MessageRecord> messages = platform
                .taken(request.target().conversationId().value())
                .stream()
                .map(text ->
                        new MessageRecord(locator, new SenderId("bot"), null, text, true, null, 0, null, List.of()))
                .toList();
        Preflight allowed = Preflight.of(MessageFeature.READ, new SabotagedConnector().capabilities());
        return new ReadResult(allowed, request.target(), null, messages, null, null);
    }

    @Override
    public SearchResult search(SearchRequest request) {
        throw new UnsupportedOperationException("nobody wrote the search");
    }

    @Override
    public MutationResult edit(EditRequest request) {
        throw new UnsupportedOperationException("not declared");
    }

    @Override
    public MutationResult delete(DeleteRequest request) {
        throw new UnsupportedOperationException("not declared");
    }

    @Override
    public MutationResult addReaction(ReactRequest request) {
        throw new UnsupportedOperationException("not declared");
    }

    @Override
    public MutationResult removeReaction(ReactRequest request) {
        throw new UnsupportedOperationException("not declared");
    }
}
