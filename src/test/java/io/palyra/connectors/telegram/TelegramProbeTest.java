package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.PassingClock;
import io.palyra.connectors.fake.KnownAccount;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.HealthReport.Check;
import io.palyra.connectors.protocol.HealthReport.Status;
import io.palyra.connectors.protocol.Readiness;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a probe of a bot finds, that no connector has, and that it does no more than ask. */
class TelegramProbeTest {

    private final SameAccount accounts = new SameAccount(System::nanoTime);
    private FakeTelegram telegram;

    @BeforeEach
    void start() throws Exception {
        telegram = FakeTelegram.start();
        telegram.privacy(false);
    }

    @AfterEach
    void stop() throws Exception {
        telegram.close();
    }

    private HealthReport probe(Map<String, String> secrets, boolean takesOver) {
        TelegramOptions options = new TelegramOptions(
                URI.create(telegram.apiUrl() + "/"),
                true,
                false,
                takesOver,
                false,
                TelegramMarkup.WITHOUT_MENTIONS,
                SessionEndpoint.UPLOAD_BYTES_MAX);
        return new TelegramAdapter(OpenTelegram.OPS, options, null, Clock.systemUTC(), PassingClock::new, accounts)
                .probe(KnownAccount.of(OpenTelegram.OPS, secrets));
    }

    private HealthReport probe() {
        return probe(Map.of("token", telegram.token()), false);
    }

    private static Check named(String name, HealthReport report) {
        return assertThat(report.checks())
                .filteredOn(check -> check.name().equals(name))
                .singleElement()
                .actual();
    }

    /** Of what waits nothing is taken: the next who asks for updates has it. */
    @Test
    void allIsRightAndNothingButQuestionsWasAsked() {
        telegram.says(telegram.chat(), telegram.person(), "waits");
        HealthReport report = probe();

        assertThat(report.readiness()).isEqualTo(Readiness.READY);
        assertThat(report.checks()).extracting(Check::status).containsOnly(Status.PASSED);
        assertThat(report.checks()).extracting(Check::name).containsExactly("token", "groups", "webhook", "link");
        assertThat(report.facts())
                .containsEntry("pending_update_count", 1L)
                .containsEntry("chat_url", "https://t.me/" + telegram.bot().username());
        assertThat(report.toString()).doesNotContain(telegram.token());
        assertThat(telegram.requests()).hasSize(2);
        assertThat(telegram.calls("getMe")).isEqualTo(1);
        assertThat(telegram.calls("getWebhookInfo")).isEqualTo(1);
        assertThat(telegram.polls().started()).isZero();
    }

    @Test
    void aTokenThatIsRefused() {
        telegram.revoke(true);

        assertThat(probe().readiness()).isEqualTo(Readiness.AUTH_FAILED);
        assertThat(named("token", probe()).advice()).contains("@BotFather, /mybots", "probe again");
    }

    @Test
    void aTokenThatIsNone() {
        HealthReport report = probe(Map.of("token", "no-token"), false);

        assertThat(report.readiness()).isEqualTo(Readiness.AUTH_FAILED);
        assertThat(named("token", report).message()).contains("malformed");
        assertThat(telegram.requests()).isEmpty();
    }

    @Test
    void noToken() {
        assertThat(probe(Map.of(), false).readiness()).isEqualTo(Readiness.MISSING_CREDENTIAL);
        assertThat(telegram.requests()).isEmpty();
    }

    @Test
    void privacyModeSaysTheTapsThatEndIt() {
        telegram.privacy(true);

        assertThat(named("groups", probe()).status()).isEqualTo(Status.WARNING);
        assertThat(named("groups", probe()).advice()).contains("@BotFather, /setprivacy");
    }

    @Test
    void aWebhookIsLeftAloneWhateverTheOptionSays() {
        telegram.polls().webhook("https://example.org/hook");

        assertThat(named("webhook", probe()).status()).isEqualTo(Status.FAILED);
        Check taken = named("webhook", probe(Map.of("token", telegram.token()), true));
        assertThat(taken.status()).isEqualTo(Status.WARNING);
        assertThat(taken.message()).contains("example.org", "once the connector starts");
        assertThat(telegram.polls().webhook()).isEqualTo("https://example.org/hook");
    }

    @Test
    void aBotThatAnotherInstanceHas() throws Exception {
        accounts.loggedIn(BotToken.of(telegram.token()).botId(), ConnectorId.of("telegram:first"));

        assertThat(named("bot", probe()).status()).isEqualTo(Status.FAILED);
        assertThat(named("bot", probe()).message()).contains("telegram:first");
    }

    @Test
    void aTelegramThatIsNotReached() throws Exception {
        telegram.stopListening();
        Check token = named("token", probe());

        assertThat(token.status()).isEqualTo(Status.FAILED);
        assertThat(token.advice()).contains("reaches the platform", "probe again");
    }
}
