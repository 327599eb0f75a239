package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.TickedTimer;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.LaneDispatcher;
import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.testkit.LanesUnderTest;
import io.palyra.connectors.time.SteadyClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: while a far side is closed, one message of one lane is claimed at a time, whatever becomes of it. Method: a real
 * store, a dispatcher on time that the test moves, and one far side for two connectors, as the daemon is.
 */
@ParameterizedClass
@EnumSource
class ProbedLanesTest {

    @Parameter
    private StoreUnderTest database;

    private static final ConnectorId A = ConnectorId.of("echo:a");
    private static final ConnectorId B = ConnectorId.of("echo:b");
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration POLICY = Duration.ofMillis(250);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final TickedTimer timer = new TickedTimer();
    private final Passage side = new Passage(SteadyClock.following(clock), () -> 0.5);
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private volatile Consumer<LaneDelivery> platform = this::fails;
    private LanesUnderTest lanes;
    private OutboxStore outbox;

    @BeforeEach
    void open() {
        lanes = new LanesUnderTest(
                database.openNew(folder, clock), clock, timer, new LaneDispatcher.Limits(10, 5, 4, LEASE), side, A, B);
        outbox = lanes.outbox();
    }

    @AfterEach
    void close() {
        lanes.close();
    }

    @Test
    void whatIsNotHandedOverYetWhenItClosesIsGivenBack() {
        enqueue(A, "a1", "a2", "a3", "a4", "a5");

        start();

        assertThat(handled).hasSize(3);
        assertThat(depth(A).due()).isEqualTo(2);
        assertThat(depth(A).claimed()).isZero();
    }

    private QueueDepth depth(ConnectorId connector) {
        return lanes.store().queueSurvey().of(connector, clock.millis()).stream()
                .filter(depth -> depth.direction() == Direction.OUTBOUND)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneLaneOfAllConnectorsTriesAndNeverTheSameTwiceInARow() {
        enqueue(A, "a1", "a2");
        enqueue(B, "b1", "b2");
        start();
        handled.clear();

        for (int seconds : List.of(1, 2, 4, 8, 16, 32)) {
            tick(Duration.ofSeconds(seconds).minusMillis(1));
            int before = handled.size();
            tick(Duration.ofMillis(1));
            assertThat(handled).hasSize(before + 1);
        }

        for (int i = 1; i < handled.size(); i++) {
            assertThat(handled.get(i)).isNotEqualTo(handled.get(i - 1));
        }
        assertThat(handled).contains("a1", "a2", "b1", "b2");
    }

    @Test
    void aLaneThatIsAlwaysDueFirstLetsOthersTry() {
        platform = delivery -> failsAndWaits(
                delivery,
                Duration.ofMillis(delivery.entry().envelopeId().value().equals("a1") ? 250 : 1_500));
        enqueue(A, "a1", "a2", "a3");
        start();
        handled.clear();

        tick(Duration.ofSeconds(1));
        tick(Duration.ofSeconds(2));

        assertThat(handled).hasSize(2).startsWith("a1").doesNotHaveDuplicates();
    }

    @Test
    void theOnlyLaneThatIsDueTriesAgain() {
        enqueue(A, "a1", "a2", "a3");
        start();
        platform = this::delivers;
        tick(Duration.ofSeconds(1));
        platform = this::fails;
        enqueue(A, "b1", "b2", "b3");
        lanes.settle();
        platform = delivery -> {
            if (delivery.entry().envelopeId().value().equals("b1")) {
                fails(delivery);
            } else {
                side.failed(delivery.lane().laneId(), "reset");
                delivery.settle(new LaneStep.Hold(LaneStep.HoldReason.DEAD_LETTER), transaction -> {});
            }
        };
        tick(Duration.ofSeconds(1));
        tick(Duration.ofSeconds(2));
        tick(Duration.ofSeconds(4));
        handled.clear();

        tick(Duration.ofSeconds(8));
        tick(Duration.ofSeconds(16));

        assertThat(handled).containsExactly("b1", "b1");
    }

    @Test
    void aProbeThatIsGivenBackLetsAnotherOneTry() {
        enqueue(A, "a1", "a2", "a3");
        start();
        handled.clear();
        platform = LaneDelivery::giveBack;

        tick(Duration.ofSeconds(1));
        tick(Duration.ofSeconds(1));
        tick(Duration.ofSeconds(1));

        assertThat(handled).hasSize(3).doesNotHaveDuplicates();
        assertThat(side.isClosed()).isTrue();
    }

    @Test
    void aProbeInHandWhenTheRouteIsReloadedLetsAnotherOneTry() {
        enqueue(A, "a1", "a2", "a3");
        start();
        handled.clear();
        // Nobody works it off
        start(work -> {});
        tick(Duration.ofSeconds(1));
        assertThat(side.isTried()).isTrue();

        assertThat(lanes.stop(Duration.ZERO)).isEqualTo(1);
        start(Runnable::run);
        platform = this::delivers;
        tick(Duration.ofSeconds(1));

        assertThat(handled).hasSize(2);
        assertThat(side.isClosed()).isFalse();
    }

    /** Whoever hangs when the route is reloaded does not keep the conversation for ever. */
    @Test
    void aLaneThatWasAbandonedIsTakenOverWhenItsLeaseEnds() {
        enqueue(A, "a1");
        start(work -> {});
        assertThat(lanes.stop(Duration.ZERO)).isEqualTo(1);
        platform = this::delivers;
        start();
        assertThat(handled).isEmpty();

        for (int half = 1; half <= 2; half++) {
            clock.advance(LEASE.dividedBy(2));
            timer.runRepeated();
            lanes.settle();
        }

        assertThat(handled).containsExactly("a1");
    }

    @Test
    void everythingGoesOnceOneIsThrough() {
        enqueue(A, "a1", "a2", "a3", "a4", "a5");
        enqueue(B, "b1", "b2", "b3", "b4", "b5");
        start();
        handled.clear();
        platform = this::delivers;

        tick(Duration.ofSeconds(1));
        tick(POLICY);

        assertThat(handled).containsExactlyInAnyOrder("a1", "a2", "a3", "a4", "a5", "b1", "b2", "b3", "b4", "b5");
    }

    /** Three bad ones have had it tried more and more rarely. */
    @Test
    void aMessageThatWasNeverTriedGoesAheadOfThoseThatFail() {
        enqueue(A, "a1", "a2", "a3");
        start();
        for (int seconds : List.of(1, 2, 4, 8, 16)) {
            tick(Duration.ofSeconds(seconds));
        }
        handled.clear();
        platform = delivery -> {
            if (delivery.entry().envelopeId().value().startsWith("a")) {
                fails(delivery);
            } else {
                delivers(delivery);
            }
        };

        enqueue(B, "b1");
        lanes.settle();
        assertThat(handled).isEmpty();
        tick(Duration.ofSeconds(5));

        assertThat(handled).first().isEqualTo("b1");
    }

    private void handle(LaneDelivery delivery) {
        handled.add(delivery.entry().envelopeId().value());
        platform.accept(delivery);
    }

    private void fails(LaneDelivery delivery) {
        failsAndWaits(delivery, POLICY);
    }

    private void failsAndWaits(LaneDelivery delivery, Duration wait) {
        side.failed(delivery.lane().laneId(), "reset");
        LaneStep.WaitUntil step = delivery.wait(wait);
        delivery.settle(
                step,
                transaction -> outbox.waiting(
                        transaction,
                        delivery.entry(),
                        new Tries(1, 0),
                        RetryClass.TRANSIENT_NETWORK,
                        "reset",
                        delivery.now(step),
                        null));
    }

    private void delivers(LaneDelivery delivery) {
        side.answered();
        delivery.settle(
                LaneStep.NEXT,
                transaction -> outbox.delivered(
                        transaction, delivery.entry().sequence(), new MessageId("n"), 1, clock.millis()));
    }

    /** Each into a conversation of its own. */
    private void enqueue(ConnectorId connector, String... ids) {
        for (String id : ids) {
            lanes.insert(connector, id, id, "hello");
        }
    }

    /** Messages are handled on the store's own thread, one lane after the other. */
    private void start() {
        start(Runnable::run);
    }

    private void start(Executor workers) {
        lanes.start(this::handle, workers);
        lanes.settle();
    }

    /** Time passes, and whoever set a timer is woken; nothing else makes the dispatcher look. */
    private void tick(Duration time) {
        clock.advance(time);
        timer.advance(time);
        lanes.settle();
    }
}
