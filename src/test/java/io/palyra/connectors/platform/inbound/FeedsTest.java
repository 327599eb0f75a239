package io.palyra.connectors.platform.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.platform.http.RequestFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Goal: whatever is said, missed, refused or too much, each room's messages are admitted in order, none is lost. */
class FeedsTest extends TalkFeeds {

    @Test
    void theFirstSessionBeginsWithWhatIsSaidThen() {
        talk.say(ROOM, 0, "before our time");
        feeds.sessionBegan();
        feeds.visible(ROOM, Talk.id(0), false, 0, false);
        feeds.named();
        live(ROOM, 1, "hello");
        live(ROOM, 2, "you");
        admitted("hello", "you");
        assertThat(talk.asked()).isEmpty();
        assertThat(talk.settled()).containsExactly("hello", "you");
    }

    /** The store says so itself, once for all rooms. */
    @Test
    void saysThatAMessageWaitsUnlessItIsForTheStore() {
        feeds.sessionBegan();
        feeds.named();
        try (LogLines lines = LogLines.of(Feed.class)) {
            inbox.isStoreFull = true;
            inbox.refusals.put("hello", 2);
            live(ROOM, 1, "hello");
            admitted("hello");
            assertThat(lines.lines()).isEmpty();

            inbox.isStoreFull = false;
            inbox.refusals.put("you", 1);
            live(ROOM, 2, "you");
            admitted("hello", "you");
            assertThat(lines.lines()).singleElement().asString().endsWith(": not now");
        }
    }

    @Test
    void whatWasMissedComesBeforeWhatIsSaidNowAndNothingTwice() {
        hearOneAndGoAway();
        IntStream.range(1, 251).forEach(second -> talk.say(ROOM, second, "missed " + second));
        feeds.sessionBegan();
        live(ROOM, 300, "now");
        live(ROOM, 301, "and now");
        admitted(Stream.of(
                        Stream.of("first"),
                        IntStream.range(1, 251).mapToObj(second -> "missed " + second),
                        Stream.of("now", "and now"))
                .flatMap(texts -> texts)
                .toArray(String[]::new));
        assertThat(talk.asked()).as("pages").hasSizeGreaterThanOrEqualTo(3);
        stored(Talk.id(301));
    }

    @Test
    void aPositionIsStoredAfterTheCommitOfWhatItCovers() {
        hearOneAndGoAway();
        live(ROOM, 1, "second");
        admitted("first", "second");
        stored(Talk.id(1));
        assertThat(store.admittedThen).containsEntry("room:" + ROOM + " " + Talk.id(1), 2);
    }

    @Test
    void aRefusedMessageIsTriedAgainInItsPlaceAndNotPassedByTheCursor() {
        hearOneAndGoAway();
        inbox.refusals.put("second", 2);
        live(ROOM, 1, "second");
        live(ROOM, 2, "third");
        live("r2", 1, "elsewhere");
        await().untilAsserted(() -> assertThat(inbox.admitted).contains("elsewhere"));
        assertThat(talk.settled()).doesNotContain("second", "third");
        await().untilAsserted(() -> assertThat(inbox.admitted).contains("second", "third"));
        assertThat(inbox.admitted.stream().filter(text -> !text.equals("elsewhere")))
                .containsExactly("first", "second", "third");
        assertThat(store.admittedThen).as("no position between").doesNotContainKey("room:" + ROOM + " " + Talk.id(1));
        stored(Talk.id(2));
        await().untilAsserted(() -> assertThat(talk.settled()).contains("second", "third"));
    }

    @Test
    void whatCanNeverBeAdmittedIsLeftOutAndTheCursorMoves() {
        hearOneAndGoAway();
        live(ROOM, 1, "garbage");
        live(ROOM, 2, "too large");
        live(ROOM, 3, "fine");
        admitted("first", "fine");
        stored(Talk.id(3));
        assertThat(inbox.rejected).singleElement().asString().contains(Talk.id(1), "conversation r1", "it is garbage");
        assertThat(talk.settled()).containsExactly("first", "garbage", "too large", "fine");
        assertThat(feeds.leftOut().count(LeftOut.Kind.UNREADABLE)).isEqualTo(1);
    }

    @Test
    void whatIsTooMuchToKeepIsReadFromHistoryAlsoIfThatFailsAtFirst() {
        hearOneAndGoAway();
        talk.fails(ROOM, new RequestFailure.NotSent("Talk was not reached"));
        inbox.gate = new CountDownLatch(1);
        List<String> expected = new ArrayList<>(List.of("first"));
        for (int second = 1; second <= 1_500; second++) {
            live(ROOM, second, "m" + second);
            expected.add("m" + second);
        }
        assertThat(feeds.view()).containsEntry("overflows", 1L);
        inbox.gate.countDown();
        await().untilAsserted(() -> assertThat(talk.asked()).contains(ROOM));
        talk.works(ROOM);
        admitted(expected.toArray(String[]::new));
        stored(Talk.id(1_500));
    }

    @Test
    void aHistoryThatFailsIsReadAgainAndHoldsItsOwnRoomOnly() {
        hearOneAndGoAway();
        talk.say(ROOM, 1, "missed");
        talk.fails(ROOM, new RequestFailure.NotSent("Talk was not reached"));
        feeds.sessionBegan();
        live(ROOM, 2, "now");
        live("r2", 2, "elsewhere");
        admitted("first", "elsewhere");
        await().untilAsserted(() -> assertThat(talk.asked()).contains(ROOM));
        talk.works(ROOM);
        admitted("first", "elsewhere", "missed", "now");
    }

    @Test
    void aRefusedHistoryIsReadOnceItMayBe() {
        hearOneAndGoAway();
        talk.say(ROOM, 1, "hidden");
        talk.fails(ROOM, Talk.refusal(403));
        feeds.sessionBegan();
        feeds.visible(ROOM, Talk.id(1), false, 0, false);
        await().untilAsserted(() -> assertThat(talk.refused()).containsExactly(ROOM));
        await().until(() -> feeds.waiting() == 0);
        talk.works(ROOM);
        talk.refused().clear();
        feeds.mayReadNow(ROOM);
        admitted("first", "hidden");
    }

    @Test
    void aHistoryThatMayBeReadJustWhenItIsSkippedIsRead() {
        hearOneAndGoAway();
        talk.say(ROOM, 1, "shown");
        talk.refused().add(ROOM);
        talk.whenForbidding(room -> {
            talk.refused().clear();
            feeds.mayReadNow(room);
        });
        feeds.sessionBegan();
        feeds.visible(ROOM, Talk.id(1), false, 0, false);
        admitted("first", "shown");
    }

    @Test
    void aRoomThatIsGoneLeavesNoPosition() {
        hearOneAndGoAway();
        talk.fails(ROOM, Talk.refusal(404));
        feeds.sessionBegan();
        feeds.named();
        await().untilAsserted(() -> assertThat(store.positions()).doesNotContainKey("room:" + ROOM));
        assertThat(feeds.size()).isZero();
    }

    /** What is in hand when the session ends is neither stored nor settled; the next program reads it. */
    @Test
    void anEndInTheMiddleLosesNothing() {
        hearOneAndGoAway();
        inbox.refusals.put("second", 1_000);
        live(ROOM, 1, "second");
        live(ROOM, 2, "third");
        await().untilAsserted(() -> assertThat(inbox.refusals.get("second")).isLessThan(1_000));
        feeds.close();
        assertThat(store.positions()).containsEntry("room:" + ROOM, Talk.id(0));
        assertThat(talk.settled()).containsExactly("first");

        inbox.refusals.clear();
        feeds = open();
        feeds.sessionBegan();
        feeds.named();
        admitted("first", "second", "third");
        stored(Talk.id(2));
    }

    @Test
    void whatComesLaterThanTheOverlapIsLeftOut() {
        hearOneAndGoAway();
        live(ROOM, 300, "newer");
        live(ROOM, 239, "too late");
        live(ROOM, 240, "late");
        admitted("first", "newer", "late");
        stored(Talk.id(300));
        assertThat(store.knownAgainFrom).containsEntry("room:" + ROOM, Talk.ORDER.unixMs(Talk.id(240)));
        assertThat(feeds.view()).containsEntry("messages_too_late", 1L);
    }

    @Test
    void aPlatformThatTellsLateHasALongerOverlap() {
        feeds.close();
        timing = new FeedTiming(Duration.ofSeconds(30), Duration.ofMinutes(10));
        feeds = open();
        hearOneAndGoAway();
        live(ROOM, 800, "newer");
        live(ROOM, 199, "too late");
        live(ROOM, 200, "late");
        admitted("first", "newer", "late");
        stored(Talk.id(800));
        assertThat(store.knownAgainFrom).containsEntry("room:" + ROOM, Talk.ORDER.unixMs(Talk.id(200)));

        feeds.close();
        talk.say(ROOM, 771, "shown late");
        feeds = open();
        feeds.sessionBegan();
        feeds.named();
        admitted("first", "newer", "late", "shown late");
    }

    @Test
    void anOverlapCoversWhatIsShownLate() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeedTiming(Duration.ofSeconds(61), Duration.ofMinutes(1)))
                .withMessageContaining("PT1M1S late");
    }

    @Test
    void idsAreOrderedAsThePlatformOrdersThem() {
        hearOneAndGoAway();
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("1767225609.000001", "nine");
        texts.put("1767225610.000000", "ten");
        texts.forEach((id, text) -> feeds.live(ROOM, new Talk.Said(ROOM, id, text)));
        admitted("first", "nine", "ten");
        stored("1767225610.000000");
        assertThat(feeds.possible("ten")).isNull();
        assertThat(feeds.possible("1767225610.000000")).isEqualTo("1767225610.000000");
    }
}
