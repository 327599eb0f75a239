package io.palyra.connectors.slack;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Takes each message once, refuses or takes its time where a test says so. Thread safe. */
final class Inbox implements InboundSink {

    private final List<InboundMessageEvent> admitted = new ArrayList<>();
    private final List<InboundFacts> facts = new ArrayList<>();
    private final Set<EnvelopeId> known = new HashSet<>();
    private final List<String> rejected = new CopyOnWriteArrayList<>();
    private final AtomicInteger duplicates = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile @Nullable Channel refuses;
    private volatile CountDownLatch open = new CountDownLatch(0);

    @Override
    public InboundIngestOutcome emit(InboundMessageEvent event, InboundFacts said) throws InboundRefusedException {
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InboundRefusedException("interrupted", e);
        }
        Channel full = refuses;
        if (full != null && isOf(full, event)) {
            refused.incrementAndGet();
            throw new InboundRefusedException("the disk is full", null);
        }
        synchronized (this) {
            boolean isNew = known.add(event.envelopeId());
            if (isNew) {
                admitted.add(event);
                facts.add(said);
            } else {
                duplicates.incrementAndGet();
            }
            return new InboundIngestOutcome(true, false, !isNew, "admitted", null, 0, 0);
        }
    }

    @Override
    public void reject(@Nullable EnvelopeId envelopeId, String reason) {
        rejected.add(reason);
    }

    /** What is said there is refused from now on; null: nothing is. */
    void refuse(@Nullable Channel channel) {
        refuses = channel;
    }

    int refused() {
        return refused.get();
    }

    int duplicates() {
        return duplicates.get();
    }

    List<String> rejected() {
        return rejected;
    }

    /** Messages wait from now on, until the latch that comes back is open. */
    CountDownLatch hold() {
        open = new CountDownLatch(1);
        return open;
    }

    synchronized List<InboundMessageEvent> all() {
        return List.copyOf(admitted);
    }

    synchronized List<InboundMessageEvent> of(Channel channel) {
        return admitted.stream().filter(event -> isOf(channel, event)).toList();
    }

    private static boolean isOf(Channel channel, InboundMessageEvent event) {
        return event.conversationId().value().equals(Target.channel(channel.id()));
    }

    List<String> texts(Channel channel) {
        return of(channel).stream().map(InboundMessageEvent::body).toList();
    }

    synchronized InboundFacts facts(InboundMessageEvent event) {
        return facts.get(admitted.indexOf(event));
    }
}
