package io.palyra.connectors.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.SettableMachine;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One event of a sender and hour, no count lost, and a memory that does not grow. */
class RefusalLogTest {

    private static final ConnectorId OPS = ConnectorId.of("flaky:ops");

    private final SettableMachine machine = new SettableMachine(Instant.parse("2026-01-01T00:00:00Z"));
    private final SteadyClock clock = machine.clock();
    private final List<String> written = new ArrayList<>();
    private final WritesOrNot store = new WritesOrNot();
    private final RefusalLog log = new RefusalLog(new Written(), store, clock);

    private void refused(String sender, int times) {
        for (int i = 0; i < times; i++) {
            log.refused(
                    InboundMessageEvent.builder(
                                    new EnvelopeId("e" + i),
                                    OPS,
                                    new ConversationId("c"),
                                    new SenderId(sender),
                                    "hello")
                            .build(),
                    AccessReason.NOT_MENTIONED);
        }
    }

    @Test
    void theFirstIsToldAtOnceAndTheOthersAfterAnHour() {
        refused("ann", 10);
        assertThat(written).containsExactly("ann 1");

        machine.pass(RefusalLog.WINDOW.minusMillis(1));
        log.sweep();
        refused("ann", 1);
        assertThat(written).containsExactly("ann 1");

        machine.pass(Duration.ofMillis(1));
        log.sweep();
        assertThat(written).containsExactly("ann 1", "ann 10");
        refused("ann", 1);
        assertThat(written).as("the next hour has begun").hasSize(2);
    }

    @Test
    void theNextMessageTellsThemToo() {
        refused("ann", 3);
        machine.pass(RefusalLog.WINDOW);
        refused("ann", 1);

        assertThat(written).containsExactly("ann 1", "ann 3");
    }

    @Test
    void whoIsQuietForAnHourIsForgotten() {
        refused("ann", 1);
        machine.pass(RefusalLog.WINDOW);
        log.sweep();
        assertThat(written).hasSize(1);

        refused("ann", 1);
        assertThat(written).containsExactly("ann 1", "ann 1");
    }

    @Test
    void moreSendersThanItKeepsPutTheOldestOutAndLoseNoCount() {
        refused("first", 5);
        for (int i = 1; i < RefusalLog.SENDERS_MAX; i++) {
            refused("sender" + i, 1);
        }
        assertThat(written).hasSize(RefusalLog.SENDERS_MAX);

        refused("one more", 1);
        assertThat(written.subList(RefusalLog.SENDERS_MAX, written.size())).containsExactly("first 4", "one more 1");
        refused("sender2", 1);
        assertThat(written).as("the others are known").hasSize(RefusalLog.SENDERS_MAX + 2);
        refused("first", 1);
        assertThat(written).last().isEqualTo("first 1");
    }

    @Test
    void whatTheStoreDoesNotTakeIsToldLater() {
        store.refusesAtOnce = true;
        refused("ann", 2);
        store.refusesAtOnce = false;
        store.fails = true;
        refused("ann", 1);
        refused("bea", 1);
        log.sweep();
        assertThat(written).isEmpty();

        store.fails = false;
        log.sweep();
        assertThat(written).containsExactly("ann 3", "bea 1");
        refused("ann", 1);
        assertThat(written).hasSize(2);
    }

    @Test
    void aClockThatIsSetNeitherEndsTheHourNorProlongsIt() {
        for (Duration jump : List.of(Duration.ofHours(5), Duration.ofHours(-5))) {
            written.clear();
            String sender = "sender" + jump;
            refused(sender, 2);
            machine.setForward(jump);
            clock.follow(clock.compare().orElseThrow());

            refused(sender, 1);
            log.sweep();
            assertThat(written).containsExactly(sender + " 1");
            machine.pass(RefusalLog.WINDOW);
            refused(sender, 1);
            assertThat(written).containsExactly(sender + " 1", sender + " 3");
        }
    }

    private final class Written implements EventLog {

        @Override
        public void append(Transaction transaction, ConnectorEvent event) {
            written.add(event.details().get("sender_id") + " " + event.details().get("count"));
        }

        @Override
        public List<LoggedEvent> latest(ConnectorId connectorId, EventFilter filter, int limit) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class WritesOrNot implements Transactions {

        private boolean refusesAtOnce;
        private boolean fails;

        @Override
        public <T> CompletableFuture<T> submitAsking(Work<Answer<T>> work) {
            if (refusesAtOnce) {
                throw new StoreUnavailableException("closed", null);
            }
            return fails
                    ? CompletableFuture.failedFuture(new StoreUnavailableException("full", null))
                    : CompletableFuture.completedFuture(
                            work.execute(new Committed()).get());
        }

        @Override
        public void onLaneDue(Direction direction, LaneDueListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Committed implements Transaction {

        @Override
        public void afterCommit(Runnable action) {
            action.run();
        }

        @Override
        public void laneDue(Direction direction, long unixMs) {
            throw new UnsupportedOperationException();
        }
    }
}
