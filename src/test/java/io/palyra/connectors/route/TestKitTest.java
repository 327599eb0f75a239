package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.test.PalyraExtension.Said;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the shipped test kit does, and what its assertions say when they fail. */
class TestKitTest {

    private static final String ROUTES = """
            - route:
                id: alarms
                from:
                  uri: timer:alarms
                  steps:
                    - to: palyra-outbox:discord:ops?conversationId=301
            - route:
                id: notes
                from:
                  uri: direct:notes
                  steps:
                    - to: palyra-outbox:echo:careless?conversationId=notes
            """;

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program()
            .routeFile("alarms.camel.yaml", ROUTES)
            .connectors("echo:default", "echo:careless", "discord:ops")
            .settings("palyra.connectors.echo.careless.idempotent=false")
            .settings("palyra.connectors.discord.ops.egress-allowlist=discord.com")
            .daemon(text -> text.startsWith("quiet") ? null : "re: " + text)
            .adviceWith("alarms", route -> route.replaceFromWith("direct:alarms"));

    private static void fails(Duration patience, Runnable assertion, String... parts) {
        palyra.patience(patience);
        try {
            assertThatThrownBy(assertion::run)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll(parts);
        } finally {
            palyra.patience(Duration.ofSeconds(10));
        }
    }

    private static void failsAtOnce(Runnable assertion, String... parts) {
        fails(Duration.ofMinutes(10), assertion, parts);
    }

    private static void failsInTime(Runnable assertion, String... parts) {
        fails(Duration.ofMillis(50), assertion, parts);
    }

    @Test
    void deliversWhatTheDaemonAnswers() {
        Said said = palyra.whenPlatformSays("team", "hello");

        assertThat(said.admitted()).isTrue();
        palyra.assertDelivered("team", "re: hello");
        assertThat(palyra.whenPlatformSays(said.event()).admitted()).as("again").isFalse();
        palyra.assertDelivered("team", "re: hello");
        palyra.whenPlatformSays("quiet", "quiet, please");
        palyra.assertNothingDelivered("quiet");
    }

    /** Its texts are cut, and its conversations spelled, as Discord's are. */
    @Test
    void aPlatformIsStoodInFor() {
        palyra.template().sendBody("direct:alarms", "a".repeat(2_000) + " b");

        palyra.assertDelivered("301", "a".repeat(2_000), " b");
        palyra.assertDelivered("channel:301", "a".repeat(2_000), " b");
        failsAtOnce(() -> palyra.assertDelivered("301"), "\nbut was:  [" + "a".repeat(300) + "…,  b]\n");
    }

    @Test
    void timePassesWhenTheTestSaysSo() {
        palyra.whenPlatformSays("slow", "hello [network-once]");
        palyra.whenPlatformSays("slow", "behind it");

        Duration wait = palyra.assertWaits("slow");
        assertThat(wait).isBetween(Duration.ofMillis(800), Duration.ofMillis(1200));
        palyra.passTime(wait.minusMillis(1));
        palyra.assertNothingDelivered("slow");

        palyra.passTime(Duration.ofMillis(1));
        palyra.assertDelivered("slow", "re: hello [network-once]", "re: behind it");
    }

    @Test
    void routesAreAdvisedWhileTheyRun() throws Exception {
        palyra.adviceWith("notes", route -> route.weaveAddLast().to("mock:notes"));
        palyra.mock("mock:notes").expectedMessageCount(1);

        palyra.template().sendBody("direct:notes", "a note");

        palyra.mock("mock:notes").assertIsSatisfied();
        palyra.assertDelivered("notes", "a note");
    }

    @Test
    void saysWhatHappenedWhereNothingCame() {
        palyra.whenPlatformSays("late", "hello [rate-limit-once]");
        palyra.assertWaits("late");

        failsInTime(
                () -> palyra.assertDelivered("late", "re: hello"),
                "conversation \"late\": the platform was to be given other messages",
                "expected: [re: hello]\nbut was:  []\n",
                ": pending, attempts 1, next attempt in ",
                "(simulated rate limit)",
                "inbound.routed echo:default message-",
                "outbox.retry echo:default message-");
        failsInTime(
                () -> palyra.assertDelivered("nowhere", "re: hello"),
                "In the store of this conversation:\n  nothing\nWhat happened elsewhere:\n",
                "Other conversations that were given something: ");
    }

    @Test
    void saysAtOnceWhatCameInstead() {
        palyra.whenPlatformSays("wrong", "hello");

        failsAtOnce(
                () -> palyra.assertDelivered("wrong", "re: goodbye", "re: hello"),
                "expected: [re: goodbye, re: hello]\nbut was:  [re: hello]\n",
                "outbox echo:default message-");
        failsAtOnce(
                () -> palyra.assertNothingDelivered("wrong"),
                "the platform was to be given nothing\nexpected: []\nbut was:  [re: hello]\n");
        failsInTime(
                () -> palyra.assertWaits("wrong"), "no message waits for its next attempt", ": delivered, attempts 1");
    }

    @Test
    void deadLettersHaveTheirReason() {
        palyra.whenPlatformSays("dead", "hello [permanent]");

        palyra.assertDeadLetter("dead", "simulated permanent failure");
        failsInTime(
                () -> palyra.assertDeadLetter("dead", "refused"),
                "no dead letter has such a reason\nexpected: refused\nbut was:  [simulated permanent failure]\n",
                ": dead, attempts 1");
        failsInTime(() -> palyra.assertDeadLetter("team", "refused"), "but was:  []\n");
    }

    @Test
    void anUnknownOutcomeIsNotResolved() {
        palyra.template().sendBody("palyra-outbox:echo:careless?conversationId=unknown", "hi [unknown-once]");

        palyra.assertNothingDelivered("unknown");
        failsInTime(() -> palyra.assertDelivered("unknown", "hi [unknown-once]"), ": unknown, attempts 1");
    }

    @Test
    void aMistakeInTheSetUpIsNamed() {
        assertThatThrownBy(() -> PalyraExtension.program().context()).hasMessageContaining("@RegisterExtension");
        assertThatThrownBy(() -> PalyraExtension.program().settings("palyra.daemon.timeout"))
                .hasMessage("settings: \"palyra.daemon.timeout\" is not of the form key=value");
        assertThatThrownBy(() -> palyra.adviceWith("no-such-route", route -> {}))
                .hasMessageStartingWith("adviceWith: route no-such-route cannot be changed: ");
        assertThatThrownBy(() -> PalyraExtension.program()
                        .routes("routes/no-such.camel.yaml")
                        .start())
                .hasMessageContainingAll("routes/no-such.camel.yaml is neither a file nor a folder", "relative to ");
        assertThatThrownBy(() -> PalyraExtension.program()
                        .adviceWith("no-such-route", route -> {})
                        .start())
                .hasMessageContaining("route no-such-route cannot be changed");
        assertThatThrownBy(() -> PalyraExtension.program()
                        .editRouteFile("no-such.camel.yaml", text -> text)
                        .start())
                .hasMessageContainingAll(
                        "there is no no-such.camel.yaml among the routes", "inbound.camel.yaml, outbox.");
        assertThatThrownBy(() -> PalyraExtension.program()
                        .editRouteFile("outbox.camel.yaml", text -> text.replace("no such text", ""))
                        .start())
                .hasMessageStartingWith("edit: nothing of outbox.camel.yaml has changed:\n");
        assertThatThrownBy(() -> PalyraExtension.program().notStoodIn("no-such").start())
                .hasMessage("notStoodIn: there is no kind no-such; there are discord, echo, flaky, hook, later,"
                        + " ledger, sabotaged, slack, telegram, tiny");
        assertThatThrownBy(() -> PalyraExtension.program().routeFile("notes.yaml", ROUTES))
                .hasMessage("routeFile: notes.yaml is not named *.camel.yaml, so that it would not be loaded");
        assertThatThrownBy(() -> palyra.store("DELETE FROM outbox"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\"DELETE FROM outbox\" is not answered: ");
    }
}
