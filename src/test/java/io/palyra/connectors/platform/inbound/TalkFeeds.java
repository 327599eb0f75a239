package io.palyra.connectors.platform.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.protocol.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Feeds of a talk, before each test those of its first session. */
abstract class TalkFeeds {

    static final String ROOM = "r1";

    final Talk talk = new Talk();
    final TalkInbox inbox = new TalkInbox();
    final TalkStore store = new TalkStore(inbox);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    FeedTiming timing = FeedTiming.PROMPT;
    Feeds<Talk.Said> feeds;

    @BeforeEach
    void start() {
        feeds = open();
    }

    @AfterEach
    void stop() {
        inbox.gate.countDown();
        feeds.close();
        timer.shutdownNow();
    }

    Feeds<Talk.Said> open() {
        PlatformTime time = new PlatformTime(
                System::nanoTime, new SettableClock(Instant.ofEpochMilli(Talk.ORDER.unixMs(Talk.id(0)))));
        FeedCursors cursors = new FeedCursors(store, time, Talk.ORDER, timing, "room:", ConversationId::new);
        talk.reads(cursors);
        Feeds<Talk.Said> opened = new Feeds<>(
                "talk",
                new Feeds.Parts<>(
                        inbox,
                        cursors,
                        Talk.ORDER,
                        talk,
                        talk,
                        new HistoryRequests(Duration.ofMillis(1), System::nanoTime),
                        time),
                () -> true,
                () -> {},
                timer);
        opened.open(store.positions());
        return opened;
    }

    void live(String room, int second, String text) {
        feeds.live(room, talk.say(room, second, text));
    }

    void admitted(String... texts) {
        await().untilAsserted(() -> assertThat(inbox.admitted).containsExactly(texts));
    }

    void stored(String position) {
        await().untilAsserted(() -> assertThat(store.positions()).containsEntry("room:" + ROOM, position));
    }

    /** The first session ever is over: what is said from now on is missed until the next one begins. */
    void hearOneAndGoAway() {
        feeds.sessionBegan();
        feeds.named();
        live(ROOM, 0, "first");
        stored(Talk.id(0));
    }
}
