package io.palyra.connectors.testkit;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes each message once, refuses or takes its time where a test says so. Thread safe. */
public final class HeardInbox<P> implements InboundSink {

    private final List<InboundMessageEvent> admitted = new ArrayList<>();
    private final List<InboundFacts> facts = new ArrayList<>();
    private final Set<EnvelopeId> known = new HashSet<>();
    private final List<String> rejected = new CopyOnWriteArrayList<>();
    private final Set<String> refuses = ConcurrentHashMap.newKeySet();
    private final Set<String> fails = ConcurrentHashMap.newKeySet();
    private final Function<P, String> conversation;
    private final AtomicInteger emitted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile Duration notBefore = Duration.ZERO;
    private volatile CountDownLatch open = new CountDownLatch(0);

    /** @param conversation the name that a place of the platform has in events */
    public HeardInbox(Function<P, String> conversation) {
        this.conversation = conversation;
    }

    @Override
    public InboundIngestOutcome emit(InboundMessageEvent event, InboundFacts said) throws InboundRefusedException {
        waiting.incrementAndGet();
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InboundRefusedException("interrupted", e);
        } finally {
            waiting.decrementAndGet();
        }
        if (fails.contains(event.conversationId().value())) {
            throw new StackOverflowError("of a test");
        }
        if (refuses.contains(event.conversationId().value())) {
            refused.incrementAndGet();
            throw InboundRefusedException.later("the disk is full", null, notBefore);
        }
        emitted.incrementAndGet();
        synchronized (this) {
            boolean isNew = known.add(event.envelopeId());
            if (isNew) {
                admitted.add(event);
                facts.add(said);
            }
            return new InboundIngestOutcome(true, false, !isNew, "admitted", null, 0, 0);
        }
    }

    @Override
    public void reject(@Nullable EnvelopeId envelopeId, String reason) {
        rejected.add(reason);
    }

    /** What is said there is refused from now on, or no more. */
    public void refuse(P place, boolean refuse) {
        set(refuses, place, refuse);
    }

    /** As {@link #refuse}, by a fault that nobody has thought of. */
    public void fail(P place, boolean fail) {
        set(fails, place, fail);
    }

    private void set(Set<String> of, P place, boolean isOne) {
        if (isOne) {
            of.add(conversation.apply(place));
        } else {
            of.remove(conversation.apply(place));
        }
    }

    /** Whoever is refused from now on is to come again after that time. */
    public void notBefore(Duration wait) {
        notBefore = wait;
    }

    /** How often a message was refused. */
    public int refused() {
        return refused.get();
    }

    /** How often one was given that was not refused, also for the second time. */
    public int emitted() {
        return emitted.get();
    }

    public List<String> rejected() {
        return rejected;
    }

    /** How many of those it had already. */
    public synchronized int duplicates() {
        return emitted.get() - admitted.size();
    }

    /** Messages wait from now on, until the latch that comes back is open. */
    public CountDownLatch hold() {
        open = new CountDownLatch(1);
        return open;
    }

    /** How many messages {@link #hold} holds. */
    public int waiting() {
        return waiting.get();
    }

    public synchronized List<InboundMessageEvent> all() {
        return List.copyOf(admitted);
    }

    public List<InboundMessageEvent> of(P place) {
        return all().stream()
                .filter(event -> event.conversationId().value().equals(conversation.apply(place)))
                .toList();
    }

    public List<String> texts(P place) {
        return of(place).stream().map(InboundMessageEvent::body).toList();
    }

    public synchronized InboundFacts facts(InboundMessageEvent event) {
        return facts.get(admitted.indexOf(event));
    }
}
