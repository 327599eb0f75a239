package io.palyra.connectors.access;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.time.Moment;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves an event {@code inbound.refused} of what is refused: of each sender at most one an hour, with the number of messages
 * that it stands for. The first is written at once, what follows is gathered. What the store does not take is told later, with
 * what has come meanwhile. Gathered in memory: a sender may have one more event after a restart. Thread safe; never waits for
 * the store.
 */
final class RefusalLog {

    static final Duration WINDOW = Duration.ofHours(1);

    /** Senders whose messages are gathered; one that is forgotten for others has an event with his next message again. */
    static final int SENDERS_MAX = 10_000;

    /** Events that share a commit, and one such commit at a time: a crowd's do not hold up what others write. */
    static final int BATCH_MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final EventLog events;
    private final Transactions transactions;
    private final SteadyClock clock;
    private final Map<Sender, Gathered> bySender = new LinkedHashMap<>();
    private final Deque<Told> pending = new ArrayDeque<>();
    private boolean writing;

    private record Sender(ConnectorId connectorId, SenderId senderId) {}

    /** Those since the last event. */
    private static final class Gathered {
        private Moment toldAt;
        private int untold;
        private Refusal last;

        private Gathered(Moment toldAt, Refusal last) {
            this.toldAt = toldAt;
            this.last = last;
        }

        private boolean isOver(Moment now) {
            return now.on(toldAt.jumpedMs()).unixMs() - toldAt.unixMs() >= WINDOW.toMillis();
        }
    }

    private record Refusal(EnvelopeId envelopeId, String conversationId, AccessReason reason) {}

    /** An event to be written: of the last of so many refusals. */
    private record Told(Sender sender, Refusal last, int count) {}

    RefusalLog(EventLog events, Transactions transactions, SteadyClock clock) {
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    void refused(InboundMessageEvent event, AccessReason reason) {
        write(count(
                new Sender(event.connectorId(), event.senderId()),
                new Refusal(event.envelopeId(), event.conversationId().value(), reason)));
    }

    private synchronized List<Told> count(Sender sender, Refusal refusal) {
        List<Told> told = new ArrayList<>();
        Moment now = clock.now();
        Gathered gathered = bySender.get(sender);
        if (gathered == null) {
            forgetOldest(told, now);
            bySender.put(sender, new Gathered(now, refusal));
            told.add(new Told(sender, refusal, 1));
            return told;
        }
        gathered.last = refusal;
        gathered.untold++;
        if (gathered.isOver(now)) {
            told.add(tell(sender, gathered, now));
        }
        return told;
    }

    private void forgetOldest(List<Told> told, Moment now) {
        if (bySender.size() < SENDERS_MAX) {
            return;
        }
        Iterator<Map.Entry<Sender, Gathered>> all = bySender.entrySet().iterator();
        Map.Entry<Sender, Gathered> oldest = all.next();
        if (oldest.getValue().untold > 0) {
            told.add(tell(oldest.getKey(), oldest.getValue(), now));
        }
        all.remove();
    }

    private static Told tell(Sender sender, Gathered gathered, Moment now) {
        Told told = new Told(sender, gathered.last, gathered.untold);
        gathered.toldAt = now;
        gathered.untold = 0;
        return told;
    }

    /** Writes what was gathered for an hour, and forgets who has been quiet for as long. To be called now and then. */
    void sweep() {
        List<Told> told = new ArrayList<>();
        synchronized (this) {
            Moment now = clock.now();
            Iterator<Map.Entry<Sender, Gathered>> all = bySender.entrySet().iterator();
            while (all.hasNext()) {
                Map.Entry<Sender, Gathered> one = all.next();
                if (one.getValue().isOver(now)) {
                    if (one.getValue().untold == 0) {
                        all.remove();
                    } else {
                        told.add(tell(one.getKey(), one.getValue(), now));
                    }
                }
            }
        }
        write(told);
    }

    private void write(List<Told> told) {
        synchronized (this) {
            for (Told one : told) {
                if (pending.size() < SENDERS_MAX) {
                    pending.add(one);
                } else {
                    tellLater(one);
                }
            }
        }
        writeNext();
    }

    private void writeNext() {
        List<Told> batch = nextBatch();
        if (batch.isEmpty()) {
            return;
        }
        try {
            var unused = transactions
                    .write(transaction -> batch.forEach(one -> events.append(transaction, event(one))))
                    .whenComplete((written, failure) -> ended(batch, failure));
        } catch (StoreUnavailableException e) {
            ended(batch, e);
        }
    }

    /** Empty while one is on its way. */
    private synchronized List<Told> nextBatch() {
        List<Told> batch = new ArrayList<>();
        if (!writing) {
            while (batch.size() < BATCH_MAX && !pending.isEmpty()) {
                batch.add(pending.remove());
            }
            writing = !batch.isEmpty();
        }
        return batch;
    }

    private void ended(List<Told> batch, @Nullable Throwable failure) {
        synchronized (this) {
            writing = false;
            if (failure != null) {
                batch.forEach(this::tellLater);
            }
        }
        if (failure == null) {
            writeNext();
        } else {
            LOG.debug("Refusals of {} senders are in no event yet: {}", batch.size(), failure.getMessage());
        }
    }

    private void tellLater(Told told) {
        Gathered gathered = bySender.get(told.sender());
        if (gathered != null) {
            gathered.untold += told.count();
            gathered.toldAt = clock.now().plus(WINDOW.negated());
        }
    }

    private static ConnectorEvent event(Told told) {
        Refusal last = told.last();
        return ConnectorEvent.about(
                        told.sender().connectorId(),
                        last.envelopeId(),
                        EventType.INBOUND_REFUSED,
                        EventLevel.INFO,
                        (told.count() == 1 ? "message of " : told.count() + " messages of ")
                                + told.sender().senderId()
                                + (told.count() == 1 ? " refused: " : " refused; the last one: ")
                                + last.reason().description())
                .with("sender_id", told.sender().senderId().value())
                .with("conversation_id", last.conversationId())
                .with("reason", last.reason().wireName())
                .with("count", told.count());
    }
}
