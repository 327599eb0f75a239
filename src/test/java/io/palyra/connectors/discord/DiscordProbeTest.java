package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.KnownAccount;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.HealthReport.Check;
import io.palyra.connectors.protocol.HealthReport.Status;
import io.palyra.connectors.protocol.Readiness;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a probe of a bot finds, that no connector has, and that it does no more than ask. */
class DiscordProbeTest {

    private static final ConnectorId SPARE = ConnectorId.of("discord:spare");

    private final SameAccount accounts = new SameAccount(System::nanoTime);
    private FakeDiscord discord;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
    }

    @AfterEach
    void stop() throws Exception {
        discord.close();
    }

    private HealthReport probe(Map<String, String> secrets, String restUrl, boolean messageContent) {
        DiscordOptions options = new DiscordOptions(
                URI.create(restUrl),
                URI.create(discord.gatewayUrl()),
                true,
                Duration.ofMinutes(2),
                SessionEndpoint.UPLOAD_BYTES_MAX,
                1_000,
                messageContent);
        return new DiscordAdapter(SPARE, options, null, Clock.systemUTC(), accounts)
                .probe(KnownAccount.of(SPARE, secrets));
    }

    private HealthReport probe() {
        return probe(Map.of("token", discord.token()), discord.restUrl(), true);
    }

    private static Check named(String name, HealthReport report) {
        return assertThat(report.checks())
                .filteredOn(check -> check.name().equals(name))
                .singleElement()
                .actual();
    }

    /** The fake counts what it is asked, and how often somebody comes to its gateway. */
    @Test
    void allIsRightAndNothingButQuestionsWasAsked() {
        HealthReport report = probe();

        assertThat(report.readiness()).isEqualTo(Readiness.READY);
        assertThat(report.checks()).extracting(Check::status).containsOnly(Status.PASSED);
        assertThat(report.checks()).extracting(Check::name).containsExactly("token", "intents", "guilds");
        assertThat(report.facts())
                .containsEntry("bot_name", discord.bot().name())
                .containsEntry("application_id", discord.bot().id())
                .containsEntry(
                        "invite_url",
                        "https://discord.com/oauth2/authorize?client_id="
                                + discord.bot().id() + "&scope=bot&permissions=274878024768");
        assertThat(report.toString()).doesNotContain(discord.token());
        assertThat(discord.requests()).extracting(RestRequest::method).containsOnly("GET");
        assertThat(discord.requests())
                .extracting(RestRequest::path)
                .noneMatch(path -> path.contains("gateway"))
                .hasSize(3);
        assertThat(discord.gateway().mostConnected()).isZero();
        assertThat(discord.gateway().identifies()).isZero();
    }

    @Test
    void aTokenThatIsRefused() {
        discord.revokeToken(true);
        HealthReport report = probe();

        assertThat(report.readiness()).isEqualTo(Readiness.AUTH_FAILED);
        assertThat(named("token", report).status()).isEqualTo(Status.FAILED);
        assertThat(named("token", report).advice()).contains("Reset Token", "probe again");
    }

    @Test
    void aTokenThatIsNone() {
        HealthReport report = probe(Map.of("token", "two words"), discord.restUrl(), true);

        assertThat(report.readiness()).isEqualTo(Readiness.AUTH_FAILED);
        assertThat(named("token", report).message()).contains("malformed").doesNotContain("two words");
        assertThat(discord.requests()).isEmpty();
    }

    @Test
    void noToken() {
        HealthReport report = probe(Map.of(), discord.restUrl(), true);

        assertThat(report.readiness()).isEqualTo(Readiness.MISSING_CREDENTIAL);
        assertThat(named("token", report).message()).isEqualTo("no bot token: the test has no token");
        assertThat(discord.requests()).isEmpty();
    }

    @Test
    void anIntentThatIsOff() {
        discord.allowPrivilegedIntents(0);

        assertThat(named("intents", probe()).status()).isEqualTo(Status.FAILED);
        assertThat(named("intents", probe()).advice()).contains("Privileged Gateway Intents", "message-content=false");
        HealthReport without = probe(Map.of("token", discord.token()), discord.restUrl(), false);
        assertThat(named("intents", without).status()).isEqualTo(Status.PASSED);
    }

    @Test
    void aBotThatIsInNoGuildIsInvitedByItsOwnLink() {
        discord.faults().next("GET", "/users/@me/guilds", Fault.refusing(RestAnswer.of(200, "application/json", "[]")));
        Check guilds = named("guilds", probe());

        assertThat(guilds.status()).isEqualTo(Status.WARNING);
        assertThat(guilds.advice()).contains("client_id=" + discord.bot().id());
    }

    @Test
    void aBotThatAnotherInstanceHas() {
        accounts.loggedIn(discord.bot().id(), ConnectorId.of("discord:first"));

        assertThat(named("bot", probe()).message()).contains("discord:first", "same bot");
    }

    @Test
    void aDiscordThatIsNotReached() throws Exception {
        String gone = discord.restUrl();
        discord.close();
        HealthReport report = probe(Map.of("token", discord.token()), gone, true);

        assertThat(named("token", report).status()).isEqualTo(Status.FAILED);
        assertThat(named("token", report).advice()).contains("reaches the platform", "probe again");
    }

    @Test
    void somebodyElseInThePlaceOfDiscord() {
        discord.faults().next("GET", "/users/@me", Fault.refusing(RestAnswer.of(200, "application/json", "{}")));

        assertThat(probe().readiness()).isEqualTo(Readiness.MISCONFIGURED);
    }
}
