package io.palyra.connectors.echo;

import io.palyra.connectors.adapter.AccountProbe;
import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.ProbedAccount;
import io.palyra.connectors.adapter.RecentMap;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.HealthReport.Check;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.Sha256;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Delivers to itself; a fault marker makes one attempt of its envelope fail. Thread safe. */
final class EchoAdapter implements ConnectorAdapter, AccountProbe {

    /** The latest envelopes whose marker has fired; an older one may fire again. */
    private static final int FIRED_MAX = 100_000;

    private static final int ID_BYTES = 16;

    private final boolean idempotent;
    private final AtomicLong delivered = new AtomicLong();
    private final Set<String> fired = Collections.synchronizedSet(RecentMap.set(FIRED_MAX));

    EchoAdapter(boolean idempotent) {
        this.idempotent = idempotent;
    }

    @Override
    public void start(InboundSink sink) {
        // Nothing to open: messages enter through the test operation and simulations.
    }

    @Override
    public void stop() {
        // Nothing to close.
    }

    @Override
    public DeliveryOutcome send(OutboundMessageRequest request) {
        for (FaultMarker marker : FaultMarker.values()) {
            if (request.text().contains(marker.text())
                    && (!marker.once() || fired.add(marker + request.idempotencyKey()))) {
                return marker.outcome();
            }
        }
        delivered.incrementAndGet();
        return new DeliveryOutcome.Delivered(nativeId(request));
    }

    @Override
    public UnknownResolution unknownResolution() {
        return resolution(idempotent);
    }

    static UnknownResolution resolution(boolean idempotent) {
        return idempotent ? UnknownResolution.RESEND : UnknownResolution.OPERATOR;
    }

    @Override
    public Map<String, Object> runtime() {
        return Map.of("delivered", delivered.get(), "idempotent", idempotent);
    }

    @Override
    public HealthReport probe(ProbedAccount account) {
        return new HealthReport(
                Readiness.READY,
                List.of(Check.passed("platform", "echo is its own platform: there is nothing to set up")),
                Map.of());
    }

    /** The same envelope, conversation, text and thread always give the same id. */
    private static MessageId nativeId(OutboundMessageRequest request) {
        byte[] digest = Sha256.of(
                request.envelopeId().value(),
                request.conversationId().value(),
                request.text(),
                String.valueOf(request.replyThreadId()));
        return new MessageId("echo-" + HexFormat.of().formatHex(digest, 0, ID_BYTES));
    }
}
