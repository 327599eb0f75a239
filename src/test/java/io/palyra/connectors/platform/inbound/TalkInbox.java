package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Knows messages again; can be told to refuse, and to hold everything. */
final class TalkInbox implements InboundSink {

    final List<String> admitted = new CopyOnWriteArrayList<>();
    final List<String> rejected = new CopyOnWriteArrayList<>();
    final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();
    volatile boolean isStoreFull;
    volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public InboundIngestOutcome emit(InboundMessageEvent event, InboundFacts facts) throws InboundRefusedException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new InboundRefusedException("interrupted", e);
        }
        int left = refusals.merge(event.body(), -1, Integer::sum);
        if (left >= 0) {
            throw isStoreFull
                    ? InboundRefusedException.byStore("the disk is full", null)
                    : new InboundRefusedException("not now", null);
        } else if (event.body().equals("too large")) {
            throw InboundRefusedException.forGood("it is too large", new IllegalArgumentException());
        }
        boolean isNew = known.putIfAbsent(event.envelopeId().value(), true) == null;
        if (isNew) {
            admitted.add(event.body());
        }
        return new InboundIngestOutcome(true, !isNew, false, "admitted", null, 0, 0);
    }

    @Override
    public void reject(@Nullable EnvelopeId envelopeId, String reason) {
        rejected.add(envelopeId + " " + reason);
    }
}
