package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.SlackFault;
import io.palyra.connectors.fake.slack.Team;
import io.palyra.connectors.fake.slack.User;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.HealthReport.Check;
import io.palyra.connectors.protocol.HealthReport.Status;
import io.palyra.connectors.protocol.Readiness;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What health looks at, and what it says to do. */
class HealthTest {

    private FakeSlack slack;
    private OpenSlack open;

    @BeforeEach
    void open() throws Exception {
        open = OpenSlack.start();
        slack = open.slack();
        await().until(open.session()::isOpen);
    }

    @AfterEach
    void close() throws Exception {
        open.close();
    }

    private HealthReport report() {
        return open.health().check(null);
    }

    private static List<Check> bad(HealthReport report) {
        return report.checks().stream()
                .filter(check -> check.status() != Status.PASSED)
                .toList();
    }

    private static Check only(HealthReport report) {
        assertThat(bad(report)).hasSize(1);
        return bad(report).get(0);
    }

    @Test
    void allIsWell() {
        HealthReport report = open.health().check(slack.channel().id());
        assertThat(bad(report)).isEmpty();
        assertThat(report.readiness()).isEqualTo(Readiness.READY);
        assertThat(report.checks().stream().map(Check::name))
                .containsExactly("token", "app", "scopes", "channel", "socket");
        assertThat(report.facts()).containsEntry("team", slack.team().name()).containsEntry("app_id", slack.appId());
        assertThat(report.toString()).doesNotContain(slack.token(), slack.appToken());
    }

    @Test
    void aTokenThatIsRefused() {
        slack.revoke(slack.token(), true);
        HealthReport report = report();
        assertThat(report.readiness()).isEqualTo(Readiness.AUTH_FAILED);
        assertThat(only(report).name()).isEqualTo("token");
        assertThat(only(report).message()).contains("token_revoked");
        assertThat(only(report).advice()).contains("install the app");
    }

    @Test
    void slackThatDoesNotAnswer() {
        slack.faults().times(1, SlackFault.to("auth.test"), Fault.status(502));
        HealthReport report = report();
        assertThat(report.readiness()).isEqualTo(Readiness.READY);
        assertThat(only(report).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void eachScopeThatIsMissingSaysWhatDoesNotWorkWithoutIt() {
        for (Scope missing : Scope.values()) {
            slack.scopes(Arrays.stream(Scope.values())
                    .filter(scope -> scope != missing)
                    .map(Scope::value)
                    .collect(Collectors.toSet()));
            assertThat(bad(report())).as(missing.value()).anySatisfy(check -> {
                assertThat(check.name()).isEqualTo("scopes");
                assertThat(check.message()).contains(missing.value(), missing.lost());
                assertThat(check.advice()).contains("reinstall the app");
                assertThat(check.status()).isEqualTo(missing == Scope.CHAT_WRITE ? Status.FAILED : Status.WARNING);
            });
        }
    }

    @Test
    void whoseAppItIsIsNotKnownWithoutAScope() {
        slack.scopes(Set.of("chat:write"));
        assertThat(bad(report())).anySatisfy(check -> {
            assertThat(check.name()).isEqualTo("app");
            assertThat(check.advice()).contains("users:read");
        });
    }

    @Test
    void aChannelWithoutTheBot() {
        Channel foreign = slack.addChannel(slack.team(), "foreign", Channel.Kind.PUBLIC, slack.user());
        Check check = only(open.health().check(foreign.id()));
        assertThat(check.name()).isEqualTo("channel");
        assertThat(check.message()).contains(foreign.id());
        assertThat(check.advice()).contains("/invite @" + slack.bot().name());
        slack.joins(foreign, slack.bot());
        assertThat(bad(open.health().check(foreign.id()))).isEmpty();
    }

    @Test
    void anArchivedChannel() {
        Channel old = slack.addChannel("old");
        slack.archive(old, true);
        assertThat(only(open.health().check(old.id())).message()).contains("archived");
    }

    @Test
    void aChannelThatIsNone() {
        assertThat(only(open.health().check("C0NOBODY")).message()).contains("channel_not_found");
        Check named = only(open.health().check("#general"));
        assertThat(named.message()).contains("verify_channel_id", "give its id");
        slack.scopes(Set.of("chat:write"));
        assertThat(bad(open.health().check(slack.channel().id()))).anySatisfy(check -> {
            assertThat(check.name()).isEqualTo("channel");
            assertThat(check.message()).contains("channels:read");
        });
    }

    @Test
    void anAnswerWithoutTheChannelSaysNothingOfTheBot() {
        slack.faults()
                .times(
                        1,
                        SlackFault.to("conversations.info"),
                        Fault.refusing(RestAnswer.of(200, "application/json", "{\"ok\":true}")));
        assertThat(bad(open.health().check(slack.channel().id())))
                .singleElement()
                .satisfies(check -> assertThat(check.message()).contains("no conversation"));
    }

    @Test
    void aPersonsConversation() {
        assertThat(bad(open.health().check("user:" + slack.user().id()))).isEmpty();
    }

    @Test
    void noSocket() {
        slack.faults().always(SlackFault.to("apps.connections.open"), Fault.status(503));
        slack.socket().dropLinks();
        await().until(() -> !open.session().isOpen());
        assertThat(bad(report())).extracting(Check::name).containsExactly("app", "socket");
    }

    @Test
    void anotherProgramWithTheSameAppToken() throws Exception {
        try (OpenSlack other = OpenSlack.beside(open)) {
            await().until(other.session()::isOpen);
            Check check = only(other.health().check(null));
            assertThat(check.name()).isEqualTo("app");
            assertThat(check.message()).contains("1 more open socket");
            assertThat(check.advice()).contains("which other program");
        }
    }

    @Test
    void anotherInstanceOfTheSameApp() throws Exception {
        try (OpenSlack other = OpenSlack.sameProgram(open)) {
            await().until(other.session()::isOpen);
            for (OpenSlack one : List.of(open, other)) {
                assertThat(bad(one.health().check(null))).singleElement().satisfies(check -> assertThat(check.message())
                        .contains("slack:", "same app"));
            }
        }
    }

    @Test
    void eventsOfAnotherWorkspace() {
        Team other = slack.addTeam("Lighthouse", "xoxb-other");
        User there = slack.addUser(other, "eve");
        slack.says(slack.addChannel(other, "there", Channel.Kind.PUBLIC, there, slack.bot(other)), there, "not ours");
        await().until(() -> open.session().ofOtherTeams() == 1);
        assertThat(only(report()).message()).contains("other workspaces");
        assertThat(only(report()).advice()).contains("an app of its own");
    }

    private static @Nullable Object missing(OpenSlack of) {
        return ((Map<?, ?>) of.session().view().get("identity")).get("scopes_missing");
    }

    @Test
    void scopesThatAreMissingStandInTheRuntime() throws Exception {
        assertThat(missing(open)).isNull();
        slack.scopes(Arrays.stream(Scope.values())
                .filter(scope -> scope != Scope.IM_HISTORY)
                .map(Scope::value)
                .collect(Collectors.toSet()));
        try (OpenSlack again = OpenSlack.beside(open)) {
            assertThat(missing(again)).isEqualTo(List.of("im:history"));
        }
    }
}
