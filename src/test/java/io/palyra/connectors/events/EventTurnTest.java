package io.palyra.connectors.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.cluster.Turns;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.time.SteadyClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: nodes take turns without giving a route an event again. Method: loops that run one after the other, on one store. */
class EventTurnTest {

    private final EventFeed feed = new EventFeed();
    private SqlStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        StoreUnderTest database = StoreUnderTest.ofPrograms();
        store = database.open(database.newUrl(folder), SteadyClock.ofMachine());
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** The route as it runs on one node, until it has taken its last event. */
    private final class Node {

        private final List<String> given = new ArrayList<>();
        private final String last;
        private final EventLoop loop;

        Node(Turns turns, String last) {
            this.last = last;
            EventService service = new EventService(
                    store.eventReaders(),
                    feed,
                    store.transactions(),
                    SteadyClock.ofMachine(),
                    turns,
                    Duration.ofSeconds(5));
            loop = EventLoop.begin(
                    service, "pager", new EventSelection(List.of(), null, null), true, OnFailure.retry, event -> {
                        take(event.message());
                        return null;
                    });
        }

        private void take(String message) {
            given.add(message);
            if (message.equals(last)) {
                loop.end();
            }
        }

        List<String> run() {
            loop.run();
            return given;
        }
    }

    private void happens(String... messages) {
        store.transactions().writeAndWait(transaction -> {
            for (String message : messages) {
                store.events()
                        .append(
                                transaction,
                                ConnectorEvent.of(
                                        ConnectorId.of("echo:ops"), EventType.QUEUE_PAUSED, EventLevel.WARN, message));
            }
        });
    }

    /** The other one goes on and leaves after the route has started here, and before its loop looks whose turn it is. */
    @Test
    void goesOnBehindTheNodeThatReadWhileTheRouteStarted() {
        happens("1", "2", "3");
        OthersTurn turns = new OthersTurn();
        Node here = new Node(turns, "3");
        assertThat(new Node(Turns.ALWAYS, "2").run()).containsExactly("1", "2");

        turns.isOver = true;

        assertThat(here.run()).containsExactly("3");
    }

    /** Until it is over. */
    private static final class OthersTurn implements Turns {

        private boolean isOver;

        @Override
        public boolean isOurs(Job job) {
            return isOver;
        }

        @Override
        public void begins(Job job) {
            // Nobody waits for its end
        }

        @Override
        public void ended(Job job) {
            // As above
        }

        @Override
        public Duration lookInterval() {
            return ALWAYS.lookInterval();
        }
    }
}
