package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.TelegramFault;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.testkit.LoopbackTelegram;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a session begins, and from where it hears. */
class TelegramSessionsTest {

    private static final ConnectorId TWIN = ConnectorId.of("telegram:twin");
    private static final String OTHER_TOKEN = "8200000008:AAanother-loopback_loopback-loopback";
    private static final String WEBHOOK = "https://hooks.example.org/secret-path/7100000007?key=secret-key";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private HearingTelegram hearing;
    private Chat group;

    @BeforeEach
    void start() throws Exception {
        hearing = new HearingTelegram(HearingTelegram.quick().clock(clock));
        group = hearing.telegram().addGroup("of one test");
    }

    @AfterEach
    void stop() throws Exception {
        hearing.close();
    }

    private void says(String text) {
        hearing.telegram().says(group, hearing.telegram().person(), text);
    }

    private ConnectorStartException refused() {
        ConnectorStartException refused = catchThrowableOfType(ConnectorStartException.class, hearing::open);
        assertThat(refused).as("no session").isNotNull();
        return refused;
    }

    @Test
    void theFirstOneEverTakesWhatWaits() throws Exception {
        says("before the first start");
        hearing.open();
        hearing.awaitHeard(group, "before the first start");
        assertThat(hearing.inbox().rejected()).isEmpty();
    }

    @Test
    void anotherBotBeginsAtItsOwnOldest() throws Exception {
        hearing.open();
        says("to the first bot");
        hearing.awaitHeard(group, "to the first bot");
        hearing.awaitAllRead();
        String first = hearing.cursors().get("updates:7100000007");
        hearing.closeSession();
        hearing.telegram().token(OTHER_TOKEN);
        hearing.telegram().updates().restartIds();
        says("to the other bot");
        hearing.open();
        hearing.awaitHeard(group, "to the first bot", "to the other bot");
        hearing.awaitAllRead();
        assertThat(hearing.cursors().get("updates:7100000007")).isEqualTo(first);
        assertThat(Long.parseLong(hearing.cursors().get("updates:8200000008"))).isLessThan(Long.parseLong(first));
        assertThat(hearing.telegram().requests())
                .filteredOn(request -> request.path().contains(OTHER_TOKEN.substring(11))
                        && request.path().endsWith("getUpdates"))
                .first()
                .satisfies(request -> assertThat(request.body()).doesNotContain("offset"));
    }

    @Test
    void whoWasAwayForLongerThanTelegramKeepsIsTold() throws Exception {
        hearing.open();
        hearing.awaitAllRead();
        HearingTelegram.within().until(() -> hearing.cursors().containsKey("polled:7100000007"));
        hearing.closeSession();
        says("lost");
        clock.advance(Duration.ofHours(30));
        says("kept");
        hearing.open();
        hearing.awaitHeard(group, "kept");
        assertThat(hearing.inbox().rejected())
                .singleElement()
                .asString()
                .contains("nobody has asked for updates since 2026-01-01T00:0", "24 h", "and 2026-01-01T06:0");
        hearing.reopen();
        says("and again");
        hearing.awaitHeard(group, "kept", "and again");
        assertThat(hearing.inbox().rejected()).as("told once").hasSize(1);
    }

    /** Telegram says it once. */
    @Test
    void aGroupsNewNumberIsStoredAlthoughTheDiskWasFullWhenItWasSaid() throws Exception {
        hearing.open();
        hearing.storeForgets(true);
        Chat grown = hearing.telegram().upgrades(group);
        hearing.awaitAllRead();
        hearing.storeForgets(false);
        hearing.closeSession();
        assertThat(hearing.cursors()).containsEntry("migrated:" + group.id(), String.valueOf(grown.id()));
    }

    @Test
    void aPathThatAServerOfOnesOwnDoesNotKnowMayBeAWrongAddress() {
        hearing.telegram().faults().next(TelegramFault.to("getMe"), TelegramFault.refused(404, "Not Found"));
        assertThatThrownBy(hearing::open).hasMessageContaining("404: Not Found (api-url may be wrong");
    }

    @Test
    void thatIsToldAlsoWhereTheStoreFailsMeanwhile() throws Exception {
        hearing.open();
        HearingTelegram.within().until(() -> hearing.cursors().containsKey("polled:7100000007"));
        hearing.closeSession();
        clock.advance(Duration.ofHours(30));
        hearing.storeFails(true);
        try (Session session =
                hearing.openAs(LoopbackTelegram.OPS, hearing.telegram().token())) {
            HearingTelegram.within().until(() -> session.state().lostReason().isPresent());
            hearing.inbox().rejected().clear();
            hearing.storeFails(false);
            HearingTelegram.within().until(() -> session.state().isConnected());
            assertThat(hearing.inbox().rejected()).hasSize(1);
        }
    }

    @Test
    void whoWasAwayForLessIsNot() throws Exception {
        hearing.open();
        HearingTelegram.within().until(() -> hearing.cursors().containsKey("polled:7100000007"));
        hearing.closeSession();
        says("kept");
        clock.advance(Duration.ofHours(23));
        hearing.open();
        hearing.awaitHeard(group, "kept");
        assertThat(hearing.inbox().rejected()).isEmpty();
    }

    @Test
    void aForeignWebhookIsLeftAloneAndItsHostIsNamed() {
        hearing.telegram().polls().webhook(WEBHOOK);
        ConnectorStartException refused = refused();
        assertThat(refused.readiness()).isEqualTo(Readiness.MISCONFIGURED);
        assertThat(refused)
                .hasMessageContaining("hooks.example.org")
                .hasMessageContaining("take-over-webhook")
                .hasMessageNotContainingAny("secret-path", "secret-key");
        assertThat(hearing.telegram().polls().webhook()).isEqualTo(WEBHOOK);
        assertThat(hearing.telegram().calls("deleteWebhook")).isZero();
    }

    @Test
    void aWebhookThatIsTakenOverLosesNothing() throws Exception {
        hearing.telegram().polls().webhook(WEBHOOK);
        says("waits for the webhook");
        hearing.takeOverWebhook().open();
        hearing.awaitHeard(group, "waits for the webhook");
        assertThat(hearing.telegram().polls().webhook()).isEmpty();
    }

    @Test
    void aSecondInstanceOfTheSameBotIsRefusedUntilTheFirstHasEnded() throws Exception {
        hearing.open();
        ConnectorStartException refused = catchThrowableOfType(
                ConnectorStartException.class,
                () -> hearing.openAs(TWIN, hearing.telegram().token()));
        assertThat(refused).isNotNull();
        assertThat(refused.readiness()).isEqualTo(Readiness.MISCONFIGURED);
        assertThat(refused).hasMessageContaining(LoopbackTelegram.OPS.value());
        hearing.closeSession();
        hearing.openAs(TWIN, hearing.telegram().token()).close();
    }

    @Test
    void ofTwoInstancesOfABotThatBeginTogetherOneIsRefused() throws Exception {
        hearing.telegram().faults().next(TelegramFault.to("getMe"), Fault.silentBeforeAccepting());
        CompletableFuture<ConnectorStartException> first = CompletableFuture.supplyAsync(this::refused);
        HearingTelegram.within().until(() -> hearing.telegram().calls("getMe") == 1);
        ConnectorStartException second = catchThrowableOfType(
                ConnectorStartException.class,
                () -> hearing.openAs(TWIN, hearing.telegram().token()).close());
        assertThat(second).isNotNull();
        assertThat(second.readiness()).isEqualTo(Readiness.MISCONFIGURED);
        hearing.telegram().cutConnections();
        assertThat(first.get(10, TimeUnit.SECONDS).readiness()).isEqualTo(Readiness.READY);
        hearing.openAs(TWIN, hearing.telegram().token()).close();
    }

    /** Telegram limits what a bot sends. */
    @Test
    void aLimitOfAllThatIsSentKeepsNoUpdates() throws Exception {
        hearing.open();
        for (Chat limited : List.of(group, hearing.telegram().chat())) {
            hearing.telegram().faults().nextPost(TelegramFault.rateLimited(Duration.ofMinutes(1)));
            assertThatThrownBy(() -> hearing.session()
                            .line()
                            .api()
                            .call(
                                    "sendMessage",
                                    BotApi.arguments()
                                            .put("chat_id", limited.id())
                                            .put("text", "hello")))
                    .hasMessageContaining("limits");
        }
        says("one");
        hearing.awaitHeard(group, "one");
        says("two");
        hearing.awaitHeard(group, "one", "two");
        assertThat(hearing.session().state().isConnected()).isTrue();
    }

    @Test
    void aRevokedTokenIsAFailedAuthentication() {
        hearing.telegram().revoke(true);
        ConnectorStartException refused = refused();
        assertThat(refused.readiness()).isEqualTo(Readiness.AUTH_FAILED);
        assertThat(refused).hasMessageContaining("BotFather");
    }

    @Test
    void aTelegramThatIsNotReachedIsTriedAgainByTheProgram() throws Exception {
        hearing.telegram().stopListening();
        assertThat(refused().readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void anAnswerOfSomethingElseIsNoBot() {
        hearing.telegram().faults().next(TelegramFault.to("getMe"), Fault.redirect("https://portal.example/login"));
        assertThat(refused().readiness()).isEqualTo(Readiness.MISCONFIGURED);
    }

    /** A connection that has died without a word is noticed by its deadline: ten seconds for the first poll, forty for others. */
    @Test
    void aPollThatHangsIsNoticed() throws Exception {
        hearing.telegram().faults().next(TelegramFault.to("getUpdates"), Fault.silentBeforeAccepting());
        says("after all");
        long began = System.nanoTime();
        hearing.open();
        assertThat(hearing.session().state().isConnected())
                .as("opens in the background")
                .isFalse();
        hearing.awaitHeard(group, "after all");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(14));
        HearingTelegram.within().until(() -> hearing.session().state().isConnected());
    }
}
