package io.palyra.connectors.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a log in memory, to which something is added at the worst moment. */
class EventTailTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final int PAGE = 200;

    private final ScriptedLog log = new ScriptedLog();
    private final Recorder recorder = new Recorder();
    private final EventTail tail = new EventTail(log, new EventFeed(), Duration.ofMillis(5));

    @AfterEach
    void close() {
        tail.close();
    }

    private void follow(long behind) {
        tail.follow(EventPosition.BEGINNING.after(ECHO, behind), new EventTail.Wanted(EventFilter.ANY, null), recorder);
    }

    private static List<Long> numbers(int first, int last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    /** What is committed between the read of all and that of one who is behind is seen by both. */
    @Test
    void whoCatchesUpGetsEachEventOnce() {
        log.last = 500;
        log.growsBehind = true;
        follow(1);

        await().until(() -> recorder.taken.size() >= 520);
        assertThat(List.copyOf(recorder.taken).subList(0, 520)).isEqualTo(numbers(2, 521));
    }

    @Test
    void whoHasNoRoomIsLeftBehindAndLosesNothing() {
        follow(0);
        await().until(() -> recorder.isAsked);
        recorder.room = false;
        log.last = 3 * PAGE;
        await().until(() -> log.seenThrough >= 3 * PAGE);
        assertThat(recorder.taken).isEmpty();

        recorder.room = true;

        await().until(() -> recorder.taken.size() == 3 * PAGE);
        assertThat(recorder.taken).isEqualTo(numbers(1, 3 * PAGE));
    }

    @Test
    void whoComesAfterRetentionIsToldAndGoesOnFromNow() {
        log.first = 100;
        log.last = 150;
        follow(10);
        await().until(() -> recorder.missed == 150);

        log.last = 152;

        await().until(() -> recorder.taken.size() == 2);
        assertThat(recorder.taken).containsExactly(151L, 152L);
    }

    private static final class Recorder implements EventFollower {

        private final List<Long> taken = new CopyOnWriteArrayList<>();
        private volatile boolean room = true;
        private volatile boolean isAsked;
        private volatile long missed;

        @Override
        public boolean hasRoom() {
            return room;
        }

        @Override
        public void take(List<LoggedEvent> events, EventPosition through) {
            isAsked = true;
            events.forEach(event -> taken.add(event.eventId()));
        }

        @Override
        public void missed(EventPosition here) {
            missed = here.of(ECHO);
        }
    }

    /** Of one connector. */
    private static final class ScriptedLog implements EventReaders {

        private volatile long first = 1;
        private volatile long last;
        private volatile long seenThrough;
        private volatile boolean growsBehind;

        @Override
        public EventPosition end() {
            return EventPosition.BEGINNING.after(ECHO, last);
        }

        @Override
        public EventPage next(EventPosition after, EventSelection which, int limit) {
            long from = after.of(ECHO);
            long purged = from > 0 ? Math.max(0, first - from - 1) : 0;
            long through = Math.min(last, Math.max(from, first - 1) + limit);
            List<LoggedEvent> events = LongStream.rangeClosed(Math.max(from + 1, first), through)
                    .mapToObj(id -> new LoggedEvent(id, ECHO, "queue.paused", "info", "e", null, id))
                    .toList();
            seenThrough = Math.max(seenThrough, through);
            boolean more = through < last;
            if (growsBehind && last < 600) {
                last++;
            }
            return new EventPage(events, after.after(ECHO, through), more, purged);
        }

        @Override
        public EventPosition begin(Transaction transaction, String routeId, EventPosition anew, long now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void move(
                Transaction transaction, String routeId, EventPosition stored, EventPosition position, long now) {
            throw new UnsupportedOperationException();
        }
    }
}
