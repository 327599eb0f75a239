package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.LaneDispatcher;
import io.palyra.connectors.lane.LaneListener;
import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.testkit.LanesUnderTest;
import io.palyra.connectors.time.SteadyClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A lane gets another owner while it is in hand, as after a lease that nobody could renew; it has a second message by then. */
@ParameterizedClass
@EnumSource
class TakenOverLaneTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");

    @Parameter
    private StoreUnderTest database;

    @TempDir
    Path folder;

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final List<String> handed = new CopyOnWriteArrayList<>();
    private final AtomicInteger dropped = new AtomicInteger();
    private LanesUnderTest lanes;

    @BeforeEach
    void open() {
        lanes = new LanesUnderTest(
                database.open(database.newUrl(folder), Clock.systemUTC()),
                Clock.systemUTC(),
                Executors.newSingleThreadScheduledExecutor(),
                new LaneDispatcher.Limits(4, 4, 16, Duration.ofSeconds(60)),
                new Passage(SteadyClock.following(Clock.systemUTC()), () -> 0),
                ECHO);
        lanes.onMessage(new CountedDrops());
    }

    private final class CountedDrops implements LaneListener {

        @Override
        public void taken(Direction direction, LaneDelivery delivery) {}

        @Override
        public void handled(Direction direction, LaneDelivery delivery, Duration took) {}

        @Override
        public void dropped(Direction direction, ConnectorId connectorId, int outcomes) {
            dropped.addAndGet(outcomes);
        }
    }

    @AfterEach
    void close() {
        lanes.close();
        workers.shutdownNow();
    }

    @Test
    void theOutcomeOfItsFormerHolderIsDropped() {
        handle(delivery -> {
            takeOver();
            delivered(delivery, LaneStep.NEXT);
        });

        assertThat(state("m1")).isEqualTo(OutboxState.PENDING);
        assertThat(handed).containsExactly("m1");
        assertThat(dropped).hasValue(1);
    }

    @Test
    void anOutcomeThatLetsItWaitIsDroppedToo() {
        handle(delivery -> {
            takeOver();
            delivered(delivery, delivery.wait(Duration.ofMinutes(1)));
        });

        assertThat(state("m1")).isEqualTo(OutboxState.PENDING);
        assertThat(handed).containsExactly("m1");
        assertThat(dropped).hasValue(1);
    }

    @Test
    void itsFormerHolderDoesNotGoOnWithIt() {
        handle(delivery -> {
            delivered(delivery, LaneStep.NEXT);
            await().until(() -> state("m1") == OutboxState.DELIVERED);
            takeOver();
        });

        assertThat(handed).containsExactly("m1");
        assertThat(owner()).isEqualTo("heir");
    }

    /** Such as where it was found committed after others had taken its node for lost. */
    @Test
    void theClaimOfAFormerNodeIsNotWorkedOn() {
        List<String> owners = new CopyOnWriteArrayList<>();
        lanes.insert(ECHO, "m2", "c1", "hello again");
        handle(delivery -> {
            owners.add(delivery.lane().owner());
            lanes.isFormer(delivery.lane());
            delivered(delivery, LaneStep.NEXT);
        });

        await().until(() -> handed.size() == 2);
        assertThat(owners).doesNotHaveDuplicates();
    }

    /** Returns once the dispatcher is done with the lane. */
    private void handle(Consumer<LaneDelivery> handler) {
        lanes.insert(ECHO, "m1", "c1", "hello");
        lanes.start(
                delivery -> {
                    handed.add(delivery.entry().envelopeId().value());
                    handler.accept(delivery);
                },
                workers);
        await().until(() -> !handed.isEmpty() && lanes.inHand() == 0);
        lanes.settle();
    }

    private void takeOver() {
        lanes.store().transactions().writeAndWait(transaction -> SqlTransaction.statements(transaction)
                .update(StatementText.of("UPDATE lanes SET owner = 'heir'")));
        lanes.insert(ECHO, "m2", "c1", "hello again");
    }

    private void delivered(LaneDelivery delivery, LaneStep step) {
        delivery.settle(step, transaction -> lanes.outbox()
                .delivered(transaction, delivery.entry().sequence(), new MessageId("n1"), 1, 1));
    }

    private OutboxState state(String envelope) {
        return lanes.find(ECHO, envelope).stream()
                .map(OutboxEntry::state)
                .findFirst()
                .orElseThrow();
    }

    private String owner() {
        return lanes.store().transactions().run(transaction -> SqlTransaction.statements(transaction)
                .one(StatementText.of("SELECT owner FROM lanes"), row -> row.getString(1)));
    }
}
