package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.fake.telegram.Chat;
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
import org.jspecify.annotations.Nullable;

/** Takes each message once, refuses or takes its time where a test says so. Thread safe. */
final class HeardInbox implements InboundSink {

    private final List<InboundMessageEvent> admitted = new ArrayList<>();
    private final List<InboundFacts> facts = new ArrayList<>();
    private final Set<EnvelopeId> known = new HashSet<>();
    private final List<String> rejected = new CopyOnWriteArrayList<>();
    private final Set<String> refuses = ConcurrentHashMap.newKeySet();
    private final Set<String> fails = ConcurrentHashMap.newKeySet();
    private final AtomicInteger emitted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Duration notBefore = Duration.ZERO;
    private volatile CountDownLatch open = new CountDownLatch(0);

    @Override
    public InboundIngestOutcome emit(InboundMessageEvent event, InboundFacts said) throws InboundRefusedException {
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InboundRefusedException("interrupted", e);
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
    void refuse(Chat chat, boolean refuse) {
        set(refuses, chat, refuse);
    }

    /** As {@link #refuse}, by a fault that nobody has thought of. */
    void fail(Chat chat, boolean fail) {
        set(fails, chat, fail);
    }

    private static void set(Set<String> of, Chat chat, boolean isOne) {
        if (isOne) {
            of.add(Target.chat(chat.id()));
        } else {
            of.remove(Target.chat(chat.id()));
        }
    }

    /** Whoever is refused from now on is to come again after that time. */
    void notBefore(Duration wait) {
        notBefore = wait;
    }

    /** How often a message was refused. */
    int refused() {
        return refused.get();
    }

    /** How often one was given that was not refused, also for the second time. */
    int emitted() {
        return emitted.get();
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

    List<InboundMessageEvent> of(Chat chat) {
        return all().stream()
                .filter(event -> event.conversationId().value().equals(Target.chat(chat.id())))
                .toList();
    }

    List<String> texts(Chat chat) {
        return of(chat).stream().map(InboundMessageEvent::body).toList();
    }

    synchronized InboundFacts facts(InboundMessageEvent event) {
        return facts.get(admitted.indexOf(event));
    }
}
