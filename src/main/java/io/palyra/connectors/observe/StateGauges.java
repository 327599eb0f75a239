package io.palyra.connectors.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.palyra.connectors.access.AccessDesk;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.supervisor.ConnectorCondition;
import io.palyra.connectors.supervisor.QueueState;
import io.palyra.connectors.supervisor.Supervision;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is so at the moment: read when somebody asks, at most every few seconds, and never for more than a tenth of the
 * time however long the store takes.
 */
final class StateGauges {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Less than a scraper waits for all of them. */
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long IDLE_S = 10;

    private static final Logger LOG = LoggerFactory.getLogger(StateGauges.class);

    /** Each message is in one of them; the outcome of an unknown one is for an operator to find out. */
    private static final Map<String, ToLongFunction<QueueDepth>> STATES = Map.of(
            "due", QueueDepth::due,
            "waiting", QueueDepth::waiting,
            "claimed", QueueDepth::claimed,
            "held", QueueDepth::held,
            "unknown", QueueDepth::undecided,
            "dead", QueueDepth::deadLetters);

    private final Supervision supervision;
    private final AccessDesk access;
    private final MessageMeters messages;
    private final Clock clock;
    private final MeterRegistry meters;
    private final MultiGauge depth;
    private final MultiGauge oldest;
    private final MultiGauge connected;
    private final MultiGauge enabled;
    private final MultiGauge paused;
    private final MultiGauge requests;
    private final Map<ConnectorId, AtomicInteger> restarts = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor reader =
            new ThreadPoolExecutor(1, 1, IDLE_S, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                Thread thread = new Thread(work, "palyra-observe-queues");
                thread.setDaemon(true);
                return thread;
            });
    private @Nullable CompletableFuture<List<QueueState>> reading;
    private long nextRead = System.nanoTime();

    StateGauges(MeterRegistry meters, Supervision supervision, AccessDesk access, MessageMeters messages, Clock clock) {
        this.meters = meters;
        this.supervision = supervision;
        this.access = access;
        this.messages = messages;
        this.clock = clock;
        reader.allowCoreThreadTimeOut(true);
        depth = MultiGauge.builder("palyra.queue.messages").register(meters);
        oldest = MultiGauge.builder("palyra.queue.oldest").baseUnit("seconds").register(meters);
        connected = MultiGauge.builder("palyra.connector.connected").register(meters);
        enabled = MultiGauge.builder("palyra.connector.enabled").register(meters);
        paused = MultiGauge.builder("palyra.queue.paused").register(meters);
        requests = MultiGauge.builder("palyra.access.requests.open").register(meters);
    }

    synchronized void refresh() {
        List<ConnectorCondition> conditions = supervision.roster().conditions();
        connectors(conditions);
        long started = System.nanoTime();
        if (started - nextRead < 0) {
            return;
        }
        // An old number would look like a true one
        queues(states().orElseGet(List::of));
        long ended = System.nanoTime();
        nextRead = ended + Math.max(FRESH_NANOS, 10 * (ended - started));
    }

    /** Empty where the store does not tell, or not soon: whoever scrapes does not wait for long. */
    private Optional<List<QueueState>> states() {
        CompletableFuture<List<QueueState>> current = reading;
        if (current == null || current.isDone()) {
            current = CompletableFuture.supplyAsync(supervision.queues()::states, reader);
            reading = current;
        }
        try {
            return Optional.of(current.get(WAIT_NANOS, TimeUnit.NANOSECONDS));
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("There are no numbers of queues: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private void connectors(List<ConnectorCondition> conditions) {
        connected.register(rows(conditions, connector -> connector.isConnected() ? 1 : 0), true);
        enabled.register(rows(conditions, connector -> connector.enabled() ? 1 : 0), true);
        paused.register(rows(conditions, connector -> connector.paused() ? 1 : 0), true);
        requests.register(
                rows(conditions, connector -> access.openRequests(connector.connectorId())
                        .open()),
                true);
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

    private static List<Row<?>> rows(List<ConnectorCondition> conditions, ToIntFunction<ConnectorCondition> value) {
        List<Row<?>> rows = new ArrayList<>();
        conditions.forEach(connector -> rows.add(
                Row.of(Tags.of("connector_id", connector.connectorId().value()), value.applyAsInt(connector))));
        return rows;
    }

    /** A connector with an empty queue shows 0, so that a query finds it. */
    private void queues(List<QueueState> states) {
        List<Row<?>> counts = new ArrayList<>();
        List<Row<?>> ages = new ArrayList<>();
        for (QueueState queue : states) {
            for (Direction direction : Direction.values()) {
                QueueDepth found = queue.of(direction);
                Tags tags = Tags.of(
                        "connector_id",
                        queue.connectorId().value(),
                        "direction",
                        direction.name().toLowerCase(Locale.ROOT));
                STATES.forEach(
                        (state, count) -> counts.add(Row.of(tags.and("state", state), count.applyAsLong(found))));
                ages.add(Row.of(tags, age(found)));
            }
        }
        depth.register(counts, true);
        oldest.register(ages, true);
    }

    /** Of what is not settled; a dead letter is. */
    private double age(QueueDepth queue) {
        Long since = queue.oldestUnixMs();
        return since == null ? 0 : Math.max(0, clock.millis() - since) / 1000.0;
    }
}
