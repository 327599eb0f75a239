package io.palyra.connectors.access;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves an event {@code inbound.refused} of what is refused: of each sender at most one an hour, with the number of messages
 * that it stands for. The first is written at once, what follows is gathered. Thread safe; never waits for the store.
 */
final class RefusalLog {

    static final Duration WINDOW = Duration.ofHours(1);

    /** Senders whose messages are gathered; of one that is forgotten for others the next message is an event again. */
    static final int SENDERS_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final EventLog events;
    private final Transactions transactions;
    private final Clock clock;
    private final Map<Sender, Gathered> bySender = new LinkedHashMap<>();

    private record Sender(ConnectorId connectorId, SenderId senderId) {}

    /** Those since the last event. */
    private static final class Gathered {
        private long toldAt;
        private int untold;
        private Refusal last;

        private Gathered(long toldAt, Refusal last) {
            this.toldAt = toldAt;
            this.last = last;
        }
    }

    private record Refusal(EnvelopeId envelopeId, String conversationId, AccessReason reason) {}

    RefusalLog(EventLog events, Transactions transactions, Clock clock) {
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    void refused(InboundMessageEvent event, AccessReason reason) {
        Sender sender = new Sender(event.connectorId(), event.senderId());
        Refusal refusal = new Refusal(event.envelopeId(), event.conversationId().value(), reason);
        ConnectorEvent told = count(sender, refusal);
        if (told != null) {
            write(List.of(told));
        }
    }

    private synchronized @Nullable ConnectorEvent count(Sender sender, Refusal refusal) {
        long now = clock.millis();
        Gathered gathered = bySender.get(sender);
        if (gathered == null) {
            forgetOldest();
            bySender.put(sender, new Gathered(now, refusal));
            return event(sender, refusal, 1);
        }
        gathered.last = refusal;
        gathered.untold++;
        return isOver(gathered, now) ? tell(sender, gathered, now) : null;
    }

    private void forgetOldest() {
        if (bySender.size() >= SENDERS_MAX) {
            Iterator<Sender> oldest = bySender.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private static boolean isOver(Gathered gathered, long now) {
        return now - gathered.toldAt >= WINDOW.toMillis();
    }

    private static ConnectorEvent tell(Sender sender, Gathered gathered, long now) {
        ConnectorEvent event = event(sender, gathered.last, gathered.untold);
        gathered.toldAt = now;
        gathered.untold = 0;
        return event;
    }

    /** Writes what was gathered for an hour, and forgets who has been quiet for as long. To be called now and then. */
    void sweep() {
        List<ConnectorEvent> told = new ArrayList<>();
        synchronized (this) {
            long now = clock.millis();
            Iterator<Map.Entry<Sender, Gathered>> all = bySender.entrySet().iterator();
            while (all.hasNext()) {
                Map.Entry<Sender, Gathered> one = all.next();
                if (isOver(one.getValue(), now)) {
                    if (one.getValue().untold == 0) {
                        all.remove();
                    } else {
                        told.add(tell(one.getKey(), one.getValue(), now));
                    }
                }
            }
        }
        if (!told.isEmpty()) {
            write(told);
        }
    }

    private void write(List<ConnectorEvent> told) {
        try {
            var unused = transactions.write(transaction -> told.forEach(event -> events.append(transaction, event)));
        } catch (StoreUnavailableException e) {
            LOG.warn("{} refusals are in no event: {}", told.size(), e.getMessage());
        }
    }

    private static ConnectorEvent event(Sender sender, Refusal refusal, int count) {
        return ConnectorEvent.about(
                        sender.connectorId(),
                        refusal.envelopeId(),
                        EventType.INBOUND_REFUSED,
                        EventLevel.INFO,
                        (count == 1 ? "message of " : count + " messages of ") + sender.senderId()
                                + (count == 1 ? " refused: " : " refused; the last one: ")
                                + refusal.reason().description())
                .with("sender_id", sender.senderId().value())
                .with("conversation_id", refusal.conversationId())
                .with("reason", refusal.reason().wireName())
                .with("count", count);
    }
}
