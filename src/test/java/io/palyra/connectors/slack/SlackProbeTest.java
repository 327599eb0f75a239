package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.KnownAccount;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.HealthReport.Check;
import io.palyra.connectors.protocol.HealthReport.Status;
import io.palyra.connectors.protocol.Readiness;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a probe of an app finds, that no connector has, and that it does no more than ask. */
class SlackProbeTest {

    private static final ConnectorId SPARE = ConnectorId.of("slack:spare");

    private final SameAccount accounts = new SameAccount(System::nanoTime);
    private FakeSlack slack;

    @BeforeEach
    void start() throws Exception {
        slack = FakeSlack.start();
    }

    @AfterEach
    void stop() throws Exception {
        slack.close();
    }

    private HealthReport probe(String token, String appToken) {
        return probe(Map.of("token", token, "app-token", appToken));
    }

    private HealthReport probe(Map<String, String> secrets) {
        return new SlackAdapter(SPARE, OpenSlack.options(slack, ReplyInThread.NEVER), null, Clock.systemUTC(), accounts)
                .probe(KnownAccount.of(SPARE, secrets));
    }

    private HealthReport probe() {
        return probe(slack.token(), slack.appToken());
    }

    private static Check named(String name, HealthReport report) {
        return assertThat(report.checks())
                .filteredOn(check -> check.name().equals(name))
                .singleElement()
                .actual();
    }

    private Predicate<RestRequest> asApp() {
        return request -> request.header("Authorization").orElse("").endsWith(slack.appToken());
    }

    /** Not even a ticket for a socket, of which Slack gives one a minute. */
    @Test
    void allIsRightAndNothingButQuestionsWasAsked() {
        HealthReport report = probe();

        assertThat(report.readiness()).isEqualTo(Readiness.READY);
        assertThat(report.checks()).extracting(Check::status).containsOnly(Status.PASSED);
        assertThat(report.checks()).extracting(Check::name).containsExactly("token", "scopes", "app-token", "channels");
        assertThat(report.facts())
                .containsEntry("team", slack.team().name())
                .containsEntry("app_url", "https://api.slack.com/apps/" + slack.appId());
        assertThat(named("app-token", report).message()).contains("same app");
        assertThat(report.toString()).doesNotContain(slack.token(), slack.appToken());
        assertThat(slack.requests()).hasSize(3);
        assertThat(slack.calls("auth.test")).isEqualTo(2);
        assertThat(slack.calls("bots.info")).isEqualTo(1);
        assertThat(slack.socket().connected()).isZero();
    }

    @Test
    void aTokenThatIsRefused() {
        slack.revoke(slack.token(), true);

        assertThat(probe().readiness()).isEqualTo(Readiness.AUTH_FAILED);
        assertThat(named("token", probe()).advice()).contains("install the app", "probe again");
    }

    @Test
    void anAppTokenThatIsRefused() {
        Check check = named("app-token", probe(slack.token(), "xapp-of-nobody"));

        assertThat(check.status()).isEqualTo(Status.FAILED);
        assertThat(check.message()).contains("invalid_auth");
        assertThat(check.advice()).contains("App-Level Tokens", "connections:write");
    }

    @Test
    void anAppTokenWithoutItsScope() {
        slack.appScopes(Set.of("authorizations:read"));

        assertThat(named("app-token", probe()).status()).isEqualTo(Status.FAILED);
        assertThat(named("app-token", probe()).message()).contains("connections:write");
    }

    @Test
    void anAppTokenOfAnotherApp() {
        slack.faults()
                .next(
                        asApp(),
                        Fault.refusing(RestAnswer.of(200, "application/json", "{\"ok\":true,\"app_id\":\"A0OTHER\"}")));
        Check check = named("app-token", probe());

        assertThat(check.status()).isEqualTo(Status.FAILED);
        assertThat(check.message()).contains(slack.appId(), "A0OTHER");
    }

    @Test
    void aSlackThatSaysNothingOfAppTokens() {
        slack.faults()
                .next(
                        asApp(),
                        Fault.refusing(RestAnswer.of(
                                200, "application/json", "{\"ok\":false,\"error\":\"not_allowed_token_type\"}")));

        assertThat(named("app-token", probe()).status()).isEqualTo(Status.WARNING);
    }

    @Test
    void tokensThatAreSwapped() {
        HealthReport report = probe(slack.appToken(), slack.token());

        assertThat(report.readiness()).isEqualTo(Readiness.MISCONFIGURED);
        assertThat(named("setup", report).message()).contains("swapped");
        assertThat(slack.requests()).isEmpty();
    }

    @Test
    void oneTokenOfTwo() {
        HealthReport report = probe(Map.of("token", slack.token()));

        assertThat(report.readiness()).isEqualTo(Readiness.MISSING_CREDENTIAL);
        assertThat(named("token", report).message()).contains("app-level token", "the test has no app-token");
        assertThat(slack.requests()).isEmpty();
    }

    @Test
    void aScopeThatIsMissing() {
        slack.scopes(Set.of("chat:write", "users:read"));

        assertThat(probe().checks()).anySatisfy(check -> {
            assertThat(check.name()).isEqualTo("scopes");
            assertThat(check.message()).contains("channels:history");
            assertThat(check.advice()).contains("reinstall the app");
        });
    }

    @Test
    void anAppThatAnotherInstanceHas() {
        accounts.loggedIn(slack.appId(), ConnectorId.of("slack:first"));

        assertThat(named("app", probe()).message()).contains("slack:first", "same app");
    }

    @Test
    void aSlackThatIsNotReached() throws Exception {
        slack.close();

        assertThat(named("token", probe()).status()).isEqualTo(Status.FAILED);
        assertThat(named("token", probe()).advice()).contains("reaches the platform", "probe again");
    }

    /** The fake's app is made after the same list. */
    @Test
    void theManifestAsksForEveryScopeAndEvent() {
        String manifest = new SlackConnector().setup().steps().get(0).paste();

        for (Scope scope : Scope.values()) {
            assertThat(manifest).contains("- " + scope.value() + "\n");
        }
        assertThat(manifest).contains("- message.im\n", "- app_uninstalled\n", "socket_mode_enabled: true");
    }
}
