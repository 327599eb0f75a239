package io.palyra.connectors.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.palyra.connectors.lane.storage.QueueSurvey;
import io.palyra.connectors.lane.storage.QueueSurvey.Depth;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.supervisor.ConnectorCondition;
import io.palyra.connectors.supervisor.Supervision;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * What is so at the moment: read when somebody asks, at most every few seconds, and never for more than a tenth of the
 * time however long the store takes.
 */
final class StateGauges {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final List<String> STATES = List.of("due", "waiting", "claimed", "held", "unknown", "dead");

    private final Supervision supervision;
    private final QueueSurvey queues;
    private final MessageMeters messages;
    private final Clock clock;
    private final MeterRegistry meters;
    private final MultiGauge depth;
    private final MultiGauge oldest;
    private final MultiGauge connected;
    private final MultiGauge enabled;
    private final Map<ConnectorId, AtomicInteger> restarts = new ConcurrentHashMap<>();
    private long nextRead = System.nanoTime();

    StateGauges(
            MeterRegistry meters, Supervision supervision, QueueSurvey queues, MessageMeters messages, Clock clock) {
        this.meters = meters;
        this.supervision = supervision;
        this.queues = queues;
        this.messages = messages;
        this.clock = clock;
        depth = MultiGauge.builder("palyra.queue.messages").register(meters);
        oldest = MultiGauge.builder("palyra.queue.oldest").baseUnit("seconds").register(meters);
        connected = MultiGauge.builder("palyra.connector.connected").register(meters);
        enabled = MultiGauge.builder("palyra.connector.enabled").register(meters);
    }

    synchronized void refresh() {
        List<ConnectorCondition> conditions = supervision.roster().conditions();
        connectors(conditions);
        long started = System.nanoTime();
        if (started - nextRead < 0) {
            return;
        }
        try {
            queues(conditions, queues.depths(clock.millis()));
        } catch (StoreUnavailableException e) {
            // An old number would look like a true one
            queues(List.of(), List.of());
        }
        long ended = System.nanoTime();
        nextRead = ended + Math.max(FRESH_NANOS, 10 * (ended - started));
    }

    private void connectors(List<ConnectorCondition> conditions) {
        connected.register(rows(conditions, ConnectorCondition::isConnected), true);
        enabled.register(rows(conditions, ConnectorCondition::enabled), true);
        for (ConnectorCondition connector : conditions) {
            messages.known(connector.connectorId());
            restarts.computeIfAbsent(connector.connectorId(), this::restarts).set(connector.restartCount());
        }
    }

    private AtomicInteger restarts(ConnectorId connectorId) {
        AtomicInteger count = new AtomicInteger();
        FunctionCounter.builder("palyra.connector.restarts", count, AtomicInteger::get)
                .tags("connector_id", connectorId.value())
                .register(meters);
        return count;
    }

    private static List<Row<?>> rows(List<ConnectorCondition> conditions, Predicate<ConnectorCondition> is) {
        List<Row<?>> rows = new ArrayList<>();
        conditions.forEach(connector ->
                rows.add(Row.of(Tags.of("connector_id", connector.connectorId().value()), is.test(connector) ? 1 : 0)));
        return rows;
    }

    /** A connector with an empty queue shows 0, so that a query finds it. */
    private void queues(List<ConnectorCondition> conditions, List<Depth> depths) {
        List<Row<?>> counts = new ArrayList<>();
        List<Row<?>> ages = new ArrayList<>();
        for (ConnectorCondition connector : conditions) {
            for (Direction direction : Direction.values()) {
                List<Depth> own = depths.stream()
                        .filter(found ->
                                found.connectorId().equals(connector.connectorId()) && found.direction() == direction)
                        .toList();
                Tags tags = Tags.of(
                        "connector_id",
                        connector.connectorId().value(),
                        "direction",
                        direction.name().toLowerCase(Locale.ROOT));
                STATES.forEach(state -> counts.add(Row.of(tags.and("state", state), count(own, state))));
                ages.add(Row.of(tags, age(own)));
            }
        }
        depth.register(counts, true);
        oldest.register(ages, true);
    }

    private static long count(List<Depth> depths, String state) {
        return depths.stream()
                .filter(found -> found.state().equals(state))
                .mapToLong(Depth::rows)
                .sum();
    }

    /** Of what is not settled; a dead letter is. */
    private double age(List<Depth> depths) {
        long now = clock.millis();
        return depths.stream()
                        .filter(found -> !found.state().equals("dead"))
                        .map(Depth::oldestUnixMs)
                        .filter(Objects::nonNull)
                        .mapToLong(since -> Math.max(0, now - since))
                        .max()
                        .orElse(0)
                / 1000.0;
    }
}
