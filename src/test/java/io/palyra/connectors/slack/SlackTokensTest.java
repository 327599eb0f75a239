package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.FakeSlackOptions;
import io.palyra.connectors.fake.slack.SlackFault;
import io.palyra.connectors.protocol.Readiness;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a session that cannot begin says: what is wrong, whose fault it is, and nothing of a secret. */
class SlackTokensTest {

    private static final String BOT = "xoxb-loopback";
    private static final String APP = "xapp-loopback";

    private HearingSlack hearing;
    private FakeSlack slack;

    @BeforeEach
    void start() throws Exception {
        hearing = new HearingSlack(FakeSlackOptions.defaults());
        slack = hearing.slack();
    }

    @AfterEach
    void stop() throws Exception {
        hearing.close();
    }

    private ConnectorStartException refused(String token, String appToken) {
        return assertThatExceptionOfType(ConnectorStartException.class)
                .isThrownBy(() -> {
                    try (Session session = hearing.openWith(token, appToken)) {
                        session.awaitConnected(false);
                    }
                })
                .actual();
    }

    private void assertRefused(Readiness readiness, String... says) {
        ConnectorStartException refused = refused(BOT, APP);
        assertThat(refused.readiness()).isEqualTo(readiness);
        assertThat(refused).hasMessageContainingAll(says);
    }

    static Stream<Arguments> tokens() {
        return Stream.of(
                Arguments.of(APP, BOT, Readiness.MISCONFIGURED, "swapped"),
                Arguments.of(APP, APP, Readiness.MISCONFIGURED, "token is an app-level token"),
                Arguments.of(BOT, BOT, Readiness.MISCONFIGURED, "app-token is no app-level token"),
                Arguments.of("xoxp-secret", APP, Readiness.MISCONFIGURED, "a person's"),
                Arguments.of(BOT + "\n", APP, Readiness.AUTH_FAILED, "white space"),
                Arguments.of(BOT, " " + APP, Readiness.AUTH_FAILED, "white space"),
                Arguments.of(BOT, APP + "\r\nX: y", Readiness.AUTH_FAILED, "white space"),
                Arguments.of("xoxb-unknown", APP, Readiness.AUTH_FAILED, "invalid_auth"),
                Arguments.of("something", APP, Readiness.AUTH_FAILED, "invalid_auth"),
                Arguments.of(BOT, "xapp-unknown", Readiness.AUTH_FAILED, "app token"));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void wrongTokensAreNamedAndNotShown(String token, String appToken, Readiness readiness, String says) {
        ConnectorStartException refused = refused(token, appToken);
        assertThat(refused.readiness()).isEqualTo(readiness);
        assertThat(refused).hasMessageContaining(says);
        assertThat(refused.getMessage()).doesNotContain("loopback", "xoxp-secret", "unknown");
    }

    @Test
    void tokensOfTwoAppsAreNamed() {
        slack.socket().saysItIsOf("A0OTHER");
        assertRefused(Readiness.MISCONFIGURED, "different apps", slack.appId(), "A0OTHER");
    }

    @Test
    void aTokenOfAPersonThatLooksLikeABotsIsNamed() {
        slack.faults()
                .times(
                        1,
                        SlackFault.to("auth.test"),
                        Fault.refusing(RestAnswer.ok(Json.object()
                                .put("ok", true)
                                .put("team_id", slack.team().id())
                                .put("user_id", slack.user().id())
                                .put("user", "ada"))));
        assertRefused(Readiness.MISCONFIGURED, "ada", "a person");
    }

    @Test
    void aRevokedTokenIsAFailedAuthentication() {
        slack.revoke(BOT, true);
        assertRefused(Readiness.AUTH_FAILED, "token_revoked");
    }

    @Test
    void aRevokedAppTokenIsAFailedAuthentication() {
        slack.revoke(APP, true);
        assertRefused(Readiness.AUTH_FAILED, "token_revoked");
    }

    @Test
    void socketModeThatIsOffIsSaid() {
        slack.socket().switchOff();
        assertRefused(Readiness.MISCONFIGURED, "socket_mode_not_enabled");
    }

    @Test
    void anAppTokenThatMayNotConnectIsSaid() {
        slack.appScopes(Set.of());
        assertRefused(Readiness.MISCONFIGURED, "connections:write");
    }

    @Test
    void aSocketElsewhereIsNotReached() {
        slack.faults()
                .always(
                        SlackFault.to("apps.connections.open"),
                        Fault.refusing(
                                RestAnswer.ok(Json.object().put("ok", true).put("url", "ws://10.0.0.1:9/link"))));
        assertRefused(Readiness.MISCONFIGURED, "10.0.0.1");
    }

    /** Without users:read nobody can tell, and everything else works. */
    @Test
    void aMissingScopeForNamesHoldsNothingUp() throws Exception {
        slack.scopes(Set.of("chat:write", "channels:history", "channels:read"));
        hearing.open();
        slack.says(slack.channel(), slack.user(), "hello");
        hearing.awaitHeard(slack.channel(), "hello");
        assertThat(hearing.onlyEvent(slack.channel()).senderDisplay()).isNull();
        assertThat(slack.calls("users.info")).isZero();
        hearing.reopen();
        slack.says(slack.channel(), slack.user(), "again");
        hearing.awaitHeard(slack.channel(), "hello", "again");
    }
}
