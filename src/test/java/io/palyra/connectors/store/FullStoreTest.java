package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.LaneDispatcher;
import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.testkit.LanesUnderTest;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk: what comes is refused, nothing that was taken is lost, and work goes on once there is room. */
class FullStoreTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final int REFUSALS = 50;
    private static final int MESSAGES_MAX = 1_000;
    private static final String LARGE = "large ".repeat(5_000);

    @TempDir
    Path folder;

    private SmallDisk disk;
    private SqlStore store;
    private LanesUnderTest lanes;

    @BeforeEach
    void open() {
        disk = new SmallDisk(folder.resolve("store.db"));
        store = SqlStore.open(disk, SteadyClock.ofMachine());
        lanes = new LanesUnderTest(
                store,
                Clock.systemUTC(),
                Executors.newSingleThreadScheduledExecutor(),
                new LaneDispatcher.Limits(4, 4, 16, Duration.ofSeconds(60)),
                new Passage(SteadyClock.following(Clock.systemUTC()), () -> 0),
                ECHO);
    }

    @AfterEach
    void close() {
        lanes.close();
    }

    /** SQLite takes it away with its last connection, and the one that writes is made anew after a failure. */
    @Test
    void theLogStaysTheSameFile() throws IOException {
        Object before = log();
        disk.limit(store, 50);
        fill();
        for (int i = 0; i < REFUSALS; i++) {
            assertThatThrownBy(() -> insert("one more")).isInstanceOf(StoreUnavailableException.class);
            assertThat(log()).isEqualTo(before);
        }
    }

    private Object log() throws IOException {
        return Files.readAttributes(folder.resolve("store.db-wal"), BasicFileAttributes.class)
                .fileKey();
    }

    @Test
    void refusesWhatHasNoRoomAndKeepsWhatItHasTaken() {
        disk.limit(store, 50);
        List<String> taken = fill();

        assertThat(taken).isNotEmpty().hasSizeLessThan(MESSAGES_MAX);
        assertThatThrownBy(() -> insert("one more"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("full");
        assertThat(find("one more")).isEmpty();
        assertThat(taken).allSatisfy(id -> assertThat(find(id)).hasSize(1));
    }

    @Test
    void takesMessagesAgainOnceThereIsRoom() {
        disk.limit(store, 50);
        List<String> taken = fill();
        disk.makeRoom(store);

        insert("one more");

        assertThat(find("one more")).hasSize(1);
        assertThat(taken).allSatisfy(id -> assertThat(find(id)).hasSize(1));
    }

    @Test
    void anOutcomeThatHasNoRoomIsKeptAndStoredLater() throws Exception {
        insert("m1");
        insert("m2");
        CountDownLatch handled = new CountDownLatch(1);
        AtomicInteger sends = new AtomicInteger();
        disk.limit(store, 0);

        lanes.start(
                delivery -> {
                    sends.incrementAndGet();
                    die(delivery);
                    handled.countDown();
                },
                Executors.newSingleThreadExecutor());
        handled.await();
        await().during(Duration.ofMillis(300)).until(() -> state("m1") == OutboxState.PENDING);
        disk.makeRoom(store);

        await().until(() -> state("m1") == OutboxState.DEAD && state("m2") == OutboxState.DEAD);
        assertThat(sends).hasValue(2);
        assertThat(lanes.stop(Duration.ofSeconds(5))).isZero();
    }

    /** As at a reload of the route while the disk is full. */
    @Test
    void aLaneThatIsAbandonedWithAnOutcomeThatHasNoRoomIsLetGo() throws Exception {
        insert("m1");
        CountDownLatch handled = new CountDownLatch(1);
        ExecutorService worker = Executors.newSingleThreadExecutor();
        disk.limit(store, 0);
        lanes.start(
                delivery -> {
                    die(delivery);
                    handled.countDown();
                },
                worker);
        handled.await();
        // Behind what it does with the lane
        worker.submit(() -> {}).get();

        assertThat(lanes.stop(Duration.ZERO)).isEqualTo(1);

        await().until(() -> lanes.inHand() == 0);
        disk.makeRoom(store);
        assertThat(state("m1")).isEqualTo(OutboxState.PENDING);
    }

    /** An outcome that needs room: the dead letter is a copy of the message. */
    private void die(LaneDelivery delivery) {
        delivery.settle(LaneStep.NEXT, transaction -> {
            lanes.outbox().dead(transaction, delivery.entry(), 1, "refused", 0);
            store.deadLetters()
                    .add(
                            transaction,
                            ECHO,
                            delivery.entry().envelopeId(),
                            Direction.OUTBOUND,
                            "refused",
                            delivery.entry().payload(),
                            0);
        });
    }

    private List<String> fill() {
        List<String> taken = new ArrayList<>();
        try {
            for (int i = 0; i < MESSAGES_MAX; i++) {
                insert("m" + i);
                taken.add("m" + i);
            }
        } catch (StoreUnavailableException full) {
            assertThat(full).hasMessageContaining("full");
        }
        return taken;
    }

    private void insert(String id) {
        lanes.insert(ECHO, id, "c1", LARGE);
    }

    private List<OutboxEntry> find(String id) {
        return lanes.find(ECHO, id);
    }

    private OutboxState state(String id) {
        return find(id).get(0).state();
    }
}
