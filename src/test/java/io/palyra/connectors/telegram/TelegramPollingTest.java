package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.Message;
import io.palyra.connectors.fake.telegram.TelegramFault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each message is heard once and in its place, whatever becomes of the requests for updates. Each test has chats of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelegramPollingTest {

    private HearingTelegram hearing;

    @BeforeAll
    void start() throws Exception {
        hearing = HearingTelegram.start();
    }

    @AfterEach
    void clear() {
        hearing.telegram().faults().clear();
    }

    @AfterAll
    void stop() throws Exception {
        hearing.close();
    }

    private Chat group() {
        return hearing.telegram().addGroup("of one test");
    }

    private Message says(Chat chat, String text) {
        return hearing.telegram().says(chat, hearing.telegram().person(), text);
    }

    private static Fault json(String body) {
        return Fault.refusing(RestAnswer.of(200, "application/json", body));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("500", TelegramFault.refused(500, "Internal Server Error")),
                Arguments.of("502 in HTML", Fault.status(502)),
                Arguments.of("503 at once", Fault.status(503).with("Retry-After", "0")),
                Arguments.of("429", TelegramFault.rateLimited(Duration.ofSeconds(1))),
                Arguments.of("429 without a wait", TelegramFault.rateLimited()),
                Arguments.of("200 of a portal", TelegramFault.portal()),
                Arguments.of("200 with broken JSON", json("{\"ok\":true,\"result\":[{\"update_id\":5")),
                Arguments.of("200 without a body", json("")),
                Arguments.of("200 with a number", json("7")),
                Arguments.of("ok and no more", json("{\"ok\":true}")),
                Arguments.of("ok with true", json("{\"ok\":true,\"result\":true}")),
                Arguments.of("ok with an object", json("{\"ok\":true,\"result\":{\"update_id\":1}}")),
                Arguments.of("updates that are none", json("{\"ok\":true,\"result\":[1,null,\"x\",[]]}")),
                Arguments.of(
                        "an update without an id",
                        json("{\"ok\":true,\"result\":[{\"message\":{\"message_id\":1,\"chat\":{\"id\":1}}}]}")),
                Arguments.of("a huge body", json("{\"ok\":true,\"result\":\"" + "x".repeat(40 << 20) + "\"}")),
                Arguments.of("400", TelegramFault.refused(400, "Bad Request: who knows")),
                Arguments.of("reset", Fault.resetBeforeAccepting()),
                Arguments.of("reset when the updates have left", Fault.resetAfterAccepting()),
                Arguments.of("end of file", Fault.closedAfterAccepting()),
                Arguments.of("shorter than announced", TelegramFault.shortAnswerAfterAccepting()),
                Arguments.of("broken off in its headers", TelegramFault.portal().brokenOffInHeaders()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void isHeardOnceAfter(String name, Fault fault) {
        Chat group = group();
        hearing.telegram().faults().next(TelegramFault.to("getUpdates"), fault);
        says(group, "before " + name);
        HearingTelegram.within().until(() -> hearing.telegram().faults().left() == 0);
        says(group, "after " + name);
        hearing.awaitHeard(group, "before " + name, "after " + name);
        HearingTelegram.within().until(() -> hearing.session().state().isConnected());
        assertThat(hearing.inbox().emitted()).isEqualTo(hearing.inbox().all().size());
    }

    /** A proxy that keeps answers, or a server that holds none, would else be asked a thousand times a second. */
    @ParameterizedTest
    @MethodSource("nothingAtOnce")
    void whoAnswersNothingAtOnceIsNotAskedWithoutAPause(String body) {
        Chat group = group();
        hearing.telegram().faults().always(TelegramFault.to("getUpdates"), json(body));
        says(group, "wakes it");
        long before = hearing.telegram().calls("getUpdates");
        long began = System.nanoTime();
        HearingTelegram.within().until(() -> hearing.telegram().calls("getUpdates") >= before + 4);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(2));
        hearing.telegram().faults().clear();
        hearing.awaitHeard(group, "wakes it");
    }

    /** The one that is answered at once shows that the line stands, and nothing of a proxy that ends what waits. */
    @Test
    void whoRefusesOnlyThoseThatWaitIsAskedLessAndLess() {
        Chat group = group();
        AtomicInteger refused = new AtomicInteger();
        Predicate<RestRequest> waits = TelegramFault.to("getUpdates")
                .and(request -> request.body().contains("\"timeout\":30"))
                .and(request -> refused.incrementAndGet() > 0);
        hearing.telegram().faults().always(waits, Fault.status(502));
        says(group, "wakes it");
        long began = System.nanoTime();
        HearingTelegram.within().until(() -> refused.get() >= 4);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(2));
        hearing.telegram().faults().clear();
        hearing.awaitHeard(group, "wakes it");
    }

    static Stream<String> nothingAtOnce() {
        return Stream.of("{\"ok\":true,\"result\":[]}", "{\"ok\":true}", "{\"ok\":true,\"result\":{\"update_id\":1}}");
    }

    @Test
    void connectionsThatEndAndAServerThatIsGoneAreWaitedOut() throws Exception {
        Chat group = group();
        HearingTelegram.within().until(() -> hearing.telegram().polls().waiting() == 1);
        hearing.telegram().cutConnections();
        says(group, "when it was cut");
        hearing.awaitHeard(group, "when it was cut");
        HearingTelegram.within().until(() -> hearing.telegram().polls().waiting() == 1);
        hearing.telegram().stopListening();
        HearingTelegram.within().until(() -> !hearing.session().state().isConnected());
        says(group, "while it was gone");
        hearing.telegram().listenAgain();
        hearing.awaitHeard(group, "when it was cut", "while it was gone");
        assertThat(hearing.session().state().isConnected()).isTrue();
    }

    @Test
    void aRefusedMessageHoldsItsChatAloneAndIsGivenAgainWithoutHaste() {
        Chat full = group();
        Chat other = group();
        int emittedBefore = hearing.inbox().emitted();
        hearing.inbox().refuse(full, true);
        long held = hearing.telegram().polls().started();
        says(full, "full one");
        HearingTelegram.within().until(() -> hearing.inbox().refused() > 0);
        long began = System.nanoTime();
        int refusedBefore = hearing.inbox().refused();
        long cursor = hearing.cursor();
        says(other, "other one");
        says(full, "full two");
        says(other, "other two");
        hearing.awaitHeard(other, "other one", "other two");
        HearingTelegram.within().until(() -> hearing.inbox().refused() >= refusedBefore + 3);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("three more refusals")
                .isGreaterThan(Duration.ofSeconds(2));
        assertThat(hearing.cursor()).as("position").isEqualTo(cursor);
        assertThat(hearing.telegram().polls().started() - held).isLessThan(10);
        assertThat(hearing.inbox().of(full)).isEmpty();
        hearing.inbox().refuse(full, false);
        hearing.awaitHeard(full, "full one", "full two");
        hearing.awaitAllRead();
        hearing.awaitHeard(other, "other one", "other two");
        assertThat(hearing.inbox().emitted() - emittedBefore)
                .as("each was given once")
                .isEqualTo(4);
    }

    /** Those of other chats that were taken ahead are given again: the inbox knows them. */
    /** Whatever it is: a thread that ends of it would leave a bot that sends, hears nothing and is called healthy. */
    @Test
    void aFaultThatNobodyHasThoughtOfIsShownAndWaitedOut() throws Exception {
        try (HearingTelegram faulty = HearingTelegram.start()) {
            Chat chat = faulty.telegram().chat();
            faulty.storeFails(true);
            faulty.telegram().says(chat, faulty.telegram().person(), "at a bad time");
            HearingTelegram.within().until(() -> faulty.inbox().emitted() >= 3);
            assertThat(faulty.session().state().isConnected())
                    .as("an answer whose updates are not taken is no recovery")
                    .isFalse();
            assertThat(faulty.session().state().lostReason())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("a fault in here", "of a test"));
            assertThat(new Health(faulty.session()).check(null).toString())
                    .as("the health check says why")
                    .contains("a fault in here");
            faulty.storeFails(false);
            HearingTelegram.within().until(() -> faulty.session().state().isConnected());
            faulty.awaitAllRead();
            faulty.awaitHeard(chat, "at a bad time");
            faulty.storeFails(true);
            Chat grown = faulty.telegram().upgrades(faulty.telegram().group());
            HearingTelegram.within().until(() -> !faulty.session().state().isConnected());
            faulty.storeFails(false);
            faulty.awaitAllRead();
            assertThat(faulty.cursors())
                    .as("what is known of a group's new number is stored")
                    .containsEntry("migrated:" + faulty.telegram().group().id(), String.valueOf(grown.id()));
        }
    }

    @Test
    void aFaultInOneChatHoldsThatOneAlone() {
        Chat faulty = group();
        Chat other = group();
        hearing.inbox().fail(faulty, true);
        says(faulty, "kept");
        says(other, "taken");
        hearing.awaitHeard(other, "taken");
        assertThat(hearing.session().state().isConnected()).isTrue();
        hearing.inbox().fail(faulty, false);
        hearing.awaitHeard(faulty, "kept");
    }

    /** Where a step of a route fails for one chat, the inbox wants its message again after seconds, then after a minute. */
    @Test
    void aChatThatIsToComeAgainMuchLaterKeepsNoOtherOneWaiting() {
        Chat full = group();
        Chat other = group();
        int refusedBefore = hearing.inbox().refused();
        hearing.inbox().notBefore(Duration.ofSeconds(6));
        hearing.inbox().refuse(full, true);
        says(full, "full");
        HearingTelegram.within().until(() -> hearing.inbox().refused() > refusedBefore);
        hearing.inbox().notBefore(Duration.ZERO);
        for (String text : List.of("one", "two")) {
            says(other, text);
            HearingTelegram.within()
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> hearing.inbox().texts(other).contains(text));
        }
        assertThat(hearing.inbox().refused()).as("given again too early").isEqualTo(refusedBefore + 1);
        hearing.inbox().refuse(full, false);
        hearing.awaitHeard(full, "full");
        hearing.awaitHeard(other, "one", "two");
    }

    @Test
    void aRefusedMessageSurvivesTheSession() throws Exception {
        Chat full = group();
        Chat other = group();
        hearing.inbox().refuse(full, true);
        says(full, "kept");
        says(other, "taken");
        hearing.awaitHeard(other, "taken");
        hearing.closeSession();
        hearing.inbox().refuse(full, false);
        hearing.open();
        hearing.awaitHeard(full, "kept");
        hearing.awaitHeard(other, "taken");
    }

    @Test
    void whatIsSaidWhileNobodyListensComesInItsOrder() throws Exception {
        Chat group = group();
        hearing.closeSession();
        List<String> texts =
                IntStream.range(0, 250).mapToObj(n -> "number " + n).toList();
        texts.forEach(text -> says(group, text));
        hearing.open();
        hearing.awaitHeard(group, texts);
    }

    @Test
    void idsThatBeginAnewLowerWhileNobodyListensAreHeard() throws Exception {
        Chat group = group();
        says(group, "before");
        hearing.awaitHeard(group, "before");
        HearingTelegram.within().until(() -> hearing.telegram().updates().pending() == 0);
        long cursor = hearing.cursor();
        hearing.closeSession();
        hearing.telegram().updates().restartIds();
        says(group, "after");
        hearing.open();
        says(group, "after that");
        hearing.awaitHeard(group, "before", "after", "after that");
        HearingTelegram.within().until(() -> hearing.cursor() < cursor);
    }

    @Test
    void aStopEndsTheRequestThatWaits() throws Exception {
        HearingTelegram.within().until(() -> hearing.telegram().polls().waiting() == 1);
        long began = System.nanoTime();
        hearing.closeSession();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        hearing.open();
    }

    /** What is on its way to the inbox gets there, and is not asked for again. */
    @Test
    void aStopWaitsForWhatIsInHand() throws Exception {
        Chat group = group();
        var held = hearing.inbox().hold();
        says(group, "in hand");
        HearingTelegram.within().until(() -> hearing.inbox().waiting() == 1);
        Thread stopping = new Thread(hearing::closeSession, "stopping");
        stopping.start();
        HearingTelegram.within().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        held.countDown();
        stopping.join();
        hearing.awaitHeard(group, "in hand");
        int emitted = hearing.inbox().emitted();
        hearing.open();
        hearing.awaitAllRead();
        assertThat(hearing.inbox().emitted()).isEqualTo(emitted);
    }
}
