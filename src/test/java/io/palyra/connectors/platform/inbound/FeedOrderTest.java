package io.palyra.connectors.platform.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Goal: of many rooms those are read first that have most to lose. */
class FeedOrderTest extends TalkFeeds {

    private static final int ROOMS = 200;
    private static final int HISTORY_THREADS = 4;

    /** Of direct conversations nothing tells whether they are behind, and strangers may have begun thousands. */
    @Test
    void ofManyRoomsTheFirstInTheStoreAreReadFirst() {
        manyRoomsAreStored();
        CountDownLatch gate = goAwayAndComeBackWithHeldHistory();
        await().until(() -> talk.asked().size() == HISTORY_THREADS);
        gate.countDown();
        await().until(() -> talk.asked().size() == ROOMS);
        assertThat(ofTheFirstQuarterInTheFirstHalf()).isGreaterThan(ROOMS / 5);
    }

    @Test
    void aRoomInWhichSomethingIsSaidDoesNotWaitForThoseOfWhichNothingIsKnown() {
        manyRoomsAreStored();
        CountDownLatch gate = goAwayAndComeBackWithHeldHistory();
        await().until(() -> talk.asked().size() == HISTORY_THREADS);
        live(room(ROOMS - 1), 300, "now");
        live(room(ROOMS - 1), 301, "and now");
        CountDownLatch next = new CountDownLatch(1);
        talk.holdsHistory(next);
        gate.countDown();
        await().until(() -> talk.asked().size() == 2 * HISTORY_THREADS);
        assertThat(talk.asked()).contains(room(ROOMS - 1));
        next.countDown();
        admitted("now", "and now");
        await().until(() -> talk.asked().size() == ROOMS);
    }

    /** Its old turn comes just when it goes to the front. Method: that is held up until every other room has had its turn. */
    @Test
    void aRoomThatGoesToTheFrontIsWorkedOnOnce() {
        manyRoomsAreStored();
        CountDownLatch gate = goAwayAndComeBackWithHeldHistory();
        await().until(() -> talk.asked().size() == HISTORY_THREADS);
        String waits = room(ROOMS / 2);
        AtomicInteger times = new AtomicInteger();
        List<String> askedMeanwhile = new ArrayList<>();
        talk.whenAskedForListing(room -> {
            // First whether it is more urgent now, then for its new turn
            if (room.equals(waits) && times.incrementAndGet() == 2) {
                gate.countDown();
                await().until(() -> talk.asked().stream()
                                .filter(other -> !other.equals(waits))
                                .count()
                        == ROOMS - 1);
                askedMeanwhile.addAll(talk.asked());
            }
        });
        live(waits, 300, "now");
        admitted("now");
        assertThat(askedMeanwhile).hasSize(ROOMS - 1).doesNotContain(waits);
        assertThat(Collections.frequency(talk.asked(), waits)).isEqualTo(1);
    }

    /** Who is let in is first in the store; strangers go on to speak. */
    @Test
    void ofDirectConversationsThoseWhereMuchIsSaidDoNotHoldUpTheFirst() {
        talk.listsNothing();
        manyRoomsAreStored();
        CountDownLatch gate = goAwayAndComeBackWithHeldHistory();
        await().until(() -> talk.asked().size() == HISTORY_THREADS);
        IntStream.range(50, ROOMS).forEach(number -> live(room(number), 300 + number, "stranger " + number));
        gate.countDown();
        await().until(() -> talk.asked().size() == ROOMS);
        assertThat(ofTheFirstQuarterInTheFirstHalf()).isGreaterThan(ROOMS / 5);
    }

    /** Not all: what reads one may have to wait for a processor. */
    private long ofTheFirstQuarterInTheFirstHalf() {
        List<String> first =
                IntStream.range(0, ROOMS / 4).mapToObj(FeedOrderTest::room).toList();
        return talk.asked().stream().limit(ROOMS / 2).filter(first::contains).count();
    }

    private static String room(int number) {
        return "room-" + number;
    }

    private void manyRoomsAreStored() {
        store.positions.put("first-connect", "0");
        IntStream.range(0, ROOMS).forEach(number -> store.positions.put("room:" + room(number), Talk.id(0)));
    }

    private CountDownLatch goAwayAndComeBackWithHeldHistory() {
        CountDownLatch gate = new CountDownLatch(1);
        talk.holdsHistory(gate);
        feeds.close();
        feeds = open();
        feeds.sessionBegan();
        feeds.named();
        return gate;
    }
}
