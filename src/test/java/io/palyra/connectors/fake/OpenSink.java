package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Takes everything, and remembers it. */
public final class OpenSink implements InboundSink {

    private final List<InboundMessageEvent> admitted = new CopyOnWriteArrayList<>();
    private final List<String> rejected = new CopyOnWriteArrayList<>();

    @Override
    public InboundIngestOutcome emit(InboundMessageEvent event, InboundFacts facts) {
        admitted.add(event);
        return new InboundIngestOutcome(true, false, false, "admitted", null, 0, 0);
    }

    @Override
    public void reject(@Nullable EnvelopeId envelopeId, String reason) {
        rejected.add(reason);
    }

    public List<InboundMessageEvent> admitted() {
        return admitted;
    }

    public List<String> rejected() {
        return rejected;
    }
}
