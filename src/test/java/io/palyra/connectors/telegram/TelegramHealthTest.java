package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.Chat.Standing;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.Person;
import io.palyra.connectors.fake.telegram.TelegramFault;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.HealthReport.Check;
import io.palyra.connectors.protocol.HealthReport.Status;
import io.palyra.connectors.protocol.Readiness;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What health looks at, and what it says to tap where. */
class TelegramHealthTest {

    private OpenTelegram open;
    private FakeTelegram telegram;

    @BeforeEach
    void open() throws Exception {
        open = OpenTelegram.start();
        telegram = open.telegram();
        telegram.privacy(false);
        open.session().awaitConnected();
    }

    @AfterEach
    void close() throws Exception {
        open.close();
    }

    private HealthReport report() {
        return open.work().health().check(null);
    }

    private Check of(Chat chat) {
        return named("channel", open.work().health().check(OpenTelegram.id(chat)));
    }

    private static Check named(String name, HealthReport report) {
        return assertThat(report.checks())
                .filteredOn(check -> check.name().equals(name))
                .singleElement()
                .actual();
    }

    private static Optional<Check> webhook(HealthReport report) {
        return report.checks().stream()
                .filter(check -> check.name().equals("webhook"))
                .findFirst();
    }

    private static void assertFailed(Check check, String message, String advice) {
        assertThat(check.status()).isEqualTo(Status.FAILED);
        assertThat(check.message()).contains(message);
        assertThat(check.advice()).contains(advice);
    }

    private static void assertPassed(Check check, String message) {
        assertThat(check.status()).isEqualTo(Status.PASSED);
        assertThat(check.message()).contains(message);
    }

    @Test
    void allIsWell() {
        HealthReport report = open.work().health().check(OpenTelegram.id(telegram.group()));
        assertThat(report.readiness()).isEqualTo(Readiness.READY);
        assertThat(report.checks()).extracting(Check::status).containsOnly(Status.PASSED);
        assertThat(report.checks())
                .extracting(Check::name)
                .containsExactly("token", "groups", "webhook", "channel", "updates");
        assertThat(report.facts())
                .containsEntry("bot_id", telegram.bot().id())
                .containsEntry("can_read_all_group_messages", true)
                .containsEntry("pending_update_count", 0L);
        assertThat(report.toString()).doesNotContain(telegram.token());
    }

    @Test
    void privacyModeSaysTheClicksThatEndIt() {
        telegram.privacy(true);
        Check check = named("groups", report());
        assertThat(check.status()).isEqualTo(Status.WARNING);
        assertThat(check.message()).contains("privacy mode is on");
        assertThat(check.advice()).contains("@BotFather, /setprivacy", "Disable", "add it again");
        assertPassed(of(telegram.group()), "often no mentions (privacy mode)");
        telegram.promotes(telegram.group());
        assertPassed(of(telegram.group()), "hears everything there");
    }

    @Test
    void aTokenThatIsRevokedIsAFailedAuthentication() {
        telegram.revoke(true);
        HealthReport report = report();
        assertThat(report.readiness()).isEqualTo(Readiness.AUTH_FAILED);
        assertFailed(named("token", report), "Unauthorized", "@BotFather, /mybots");
    }

    @Test
    void aTelegramThatDoesNotAnswerIsWaitedFor() {
        telegram.faults().next(TelegramFault.to("getMe"), Fault.status(502));
        HealthReport report = report();
        assertThat(report.readiness()).isEqualTo(Readiness.READY);
        assertFailed(named("token", report), "502", "wait");
    }

    /** Between its beginning and the poll that it ends. */
    @Test
    void aWebhookIsNamedByItsHostAndSaysTheWaysOut() {
        telegram.faults().always(TelegramFault.to("getUpdates"), Fault.silentBeforeAccepting());
        telegram.cutConnections();
        telegram.polls().webhook("https://hooks.example.org/secret-path");
        // A connection that was just cut may take the first look with it
        Check check =
                await().until(() -> webhook(report()), Optional::isPresent).orElseThrow();
        assertFailed(check, "hooks.example.org", "take-over-webhook=true");
        assertThat(check.message()).doesNotContain("secret-path");
    }

    @Test
    void whatTheBotMayDoInAGroup() {
        Chat group = telegram.group();
        telegram.restricts(group);
        assertFailed(of(group), "may not write in the group", "lift the bot's restrictions");
        telegram.kicks(group);
        assertFailed(of(group), "is not in the group", "Add, the bot");
        telegram.adds(group);
        telegram.membersMayWrite(group, false);
        assertFailed(of(group), "lets its members send no messages", "make the bot an administrator");
        telegram.promotes(group);
        assertPassed(of(group), "hears everything there");
    }

    @Test
    void aSupergroupWithoutTheBotIsRefused() {
        Chat group = telegram.addSupergroup("Closed", null);
        telegram.kicks(group);
        assertFailed(of(group), "kicked from the supergroup", "have the bot as a member");
    }

    @Test
    void aGroupThatHasBecomeASupergroupIsAskedForByItsOldNumber() {
        Chat group = telegram.addGroup("Grows");
        Chat grown = telegram.upgrades(group);
        HearingTelegram.within().until(() -> open.session().chats().actual(group.id()) == grown.id());
        assertPassed(of(group), "in the group " + grown.id());
    }

    @Test
    void whatTheBotMayDoInAChannel() {
        Chat channel = telegram.addChannel("News", null);
        assertPassed(of(channel), "may post in the channel");
        telegram.promotes(channel, "can_edit_messages");
        assertFailed(of(channel), "may not post in the channel", "Post Messages");
        telegram.standing(channel, Standing.MEMBER);
        assertFailed(of(channel), "is no administrator of the channel", "Add Admin");
    }

    @Test
    void whoHasNeverPressedStartHasTo() {
        Person stranger = telegram.addPerson("Eve", null);
        assertFailed(of(telegram.direct(stranger)), "chat not found", "press Start");
        telegram.starts(stranger);
        assertPassed(of(telegram.direct(stranger)), "knows the private chat");
    }

    @Test
    void whatIsNoChatIsSaidWithoutAsking() {
        long asked = telegram.calls("getChat");
        for (String place : List.of("general", "user:-5")) {
            Check check = named("channel", open.work().health().check(place));
            assertFailed(check, "verify_channel_id", "the number of a chat");
            assertThat(check.message()).contains(place);
        }
        assertThat(telegram.calls("getChat")).isEqualTo(asked);
    }
}
