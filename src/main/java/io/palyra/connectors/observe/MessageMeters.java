package io.palyra.connectors.observe;

import static io.palyra.connectors.protocol.Direction.INBOUND;
import static io.palyra.connectors.protocol.Direction.OUTBOUND;
import static java.util.Map.entry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.palyra.connectors.access.AccessReason;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.LaneListener;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What becomes of messages, by connector and direction. Counts what has committed. Thread safe. */
public final class MessageMeters implements LaneListener {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofMinutes(5)
    };

    private record Meaning(String counter, Direction direction) {}

    private record Key(
            String meter,
            ConnectorId connectorId,
            Direction direction,
            @Nullable String retryClass) {}

    private record Refusals(ConnectorId connectorId, AccessReason reason) {}

    private static final String RETRIES = "palyra.message.retries";
    private static final String DROPPED = "palyra.outcomes.dropped";
    private static final Map<EventType, Meaning> MEANINGS = new EnumMap<>(Map.ofEntries(
            entry(EventType.INBOUND_RECEIVED, new Meaning("palyra.messages.accepted", INBOUND)),
            entry(EventType.OUTBOX_ENQUEUED, new Meaning("palyra.messages.accepted", OUTBOUND)),
            entry(EventType.INBOUND_DUPLICATE, new Meaning("palyra.messages.duplicate", INBOUND)),
            entry(EventType.OUTBOX_DUPLICATE, new Meaning("palyra.messages.duplicate", OUTBOUND)),
            entry(EventType.INBOUND_PUT_OFF, new Meaning("palyra.messages.put.off", INBOUND)),
            entry(EventType.INBOUND_REJECTED, new Meaning("palyra.messages.rejected", INBOUND)),
            entry(EventType.INBOUND_NOT_ROUTED, new Meaning("palyra.messages.not.routed", INBOUND)),
            entry(EventType.INBOUND_ROUTED, new Meaning("palyra.messages.delivered", INBOUND)),
            entry(EventType.OUTBOX_DELIVERED, new Meaning("palyra.messages.delivered", OUTBOUND)),
            entry(EventType.INBOUND_DEAD_LETTER, new Meaning("palyra.dead.letters", INBOUND)),
            entry(EventType.OUTBOX_DEAD_LETTER, new Meaning("palyra.dead.letters", OUTBOUND)),
            entry(EventType.OUTBOX_UNKNOWN, new Meaning("palyra.unknown.outcomes", OUTBOUND))));

    private final MeterRegistry meters;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Refusals, Counter> refusals = new ConcurrentHashMap<>();

    MessageMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Shows a connector's counters at 0 before anything has happened, so that a rate sees the first one. */
    void known(ConnectorId connectorId) {
        MEANINGS.values().forEach(meaning -> counter(meaning.counter(), connectorId, meaning.direction(), null));
        for (Direction direction : Direction.values()) {
            counter(DROPPED, connectorId, direction, null);
        }
        Arrays.stream(AccessReason.values())
                .filter(reason -> !reason.isAllowed())
                .forEach(reason -> refusals(connectorId, reason));
    }

    void committed(ConnectorEvent event) {
        Meaning meaning = MEANINGS.get(event.type());
        if (meaning != null) {
            counter(meaning.counter(), event.connectorId(), meaning.direction(), null)
                    .increment();
            if (event.details().get("latency_ms") instanceof Long latency) {
                timer("palyra.delivery", event.connectorId(), meaning.direction())
                        // Negative where the clock was put back meanwhile
                        .record(Math.max(0, latency), TimeUnit.MILLISECONDS);
            }
        } else if (event.type() == EventType.OUTBOX_RETRY) {
            Object retryClass = event.details().getOrDefault("class", "connector_not_ready");
            counter(RETRIES, event.connectorId(), OUTBOUND, String.valueOf(retryClass))
                    .increment();
        } else if (event.type() == EventType.INBOUND_RETRY) {
            counter(RETRIES, event.connectorId(), INBOUND, "daemon").increment();
        }
    }

    /** The rules of access have refused a message; it leaves no row, and no commit of its own. */
    public void refused(ConnectorId connectorId, AccessReason reason) {
        refusals(connectorId, reason).increment();
    }

    private Counter refusals(ConnectorId connectorId, AccessReason reason) {
        return refusals.computeIfAbsent(
                new Refusals(connectorId, reason),
                key -> meters.counter(
                        "palyra.access.refused",
                        Tags.of("connector_id", connectorId.value(), "reason", reason.wireName())));
    }

    /** How long a message has waited for its first attempt. */
    @Override
    public void taken(Direction direction, LaneDelivery delivery) {
        if (delivery.entry().attempts() == 0) {
            timer("palyra.claim.wait", delivery.lane().connectorId(), direction)
                    .record(Math.max(0, delivery.startedAt() - delivery.entry().createdAt()), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void handled(Direction direction, LaneDelivery delivery, Duration took) {
        timer("palyra.attempt", delivery.lane().connectorId(), direction).record(took);
    }

    @Override
    public void dropped(Direction direction, ConnectorId connectorId, int outcomes) {
        counter(DROPPED, connectorId, direction, null).increment(outcomes);
    }

    private Counter counter(String name, ConnectorId connectorId, Direction direction, @Nullable String retryClass) {
        return counters.computeIfAbsent(
                new Key(name, connectorId, direction, retryClass),
                key -> meters.counter(
                        name, retryClass == null ? tags(key) : tags(key).and("class", retryClass)));
    }

    private Timer timer(String name, ConnectorId connectorId, Direction direction) {
        return timers.computeIfAbsent(new Key(name, connectorId, direction, null), key -> Timer.builder(name)
                .tags(tags(key))
                .serviceLevelObjectives(BUCKETS)
                .register(meters));
    }

    private static Tags tags(Key key) {
        return Tags.of(
                "connector_id",
                key.connectorId().value(),
                "direction",
                key.direction().name().toLowerCase(Locale.ROOT));
    }
}
