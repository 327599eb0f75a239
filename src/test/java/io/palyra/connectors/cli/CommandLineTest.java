package io.palyra.connectors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palyra.connectors.Command;
import io.palyra.connectors.program.AdminServerStarter;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.testkit.FreePort;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.transaction.Transactions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command as a person types it, against the real program. */
class CommandLineTest {

    private static final String TOKEN = "the-admin-token-of-this-test";

    @TempDir
    static Path folder;

    private static ProgramUnderTest program;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        program = ProgramUnderTest.start(
                folder,
                Map.of(
                        "palyra.store.synchronous", "NORMAL",
                        "palyra.connectors.echo.risky.enabled", "true",
                        "palyra.connectors.echo.risky.idempotent", "false"));
        url = "http://127.0.0.1:"
                + AdminServerStarter.start(program.application()).port();
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    private static Command type(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--url=" + url);
        return Command.run(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | channels list
            0 | channels status echo:default
            0 | channels capabilities echo:default
            0 | channels logs echo:default --limit 3
            0 | logs --level info --limit 3
            0 | logs --connector echo:default --event-type queue.*
            1 | logs --connector echo:nobody
            1 | failures echo:nobody
            1 | stats echo:nobody
            2 | logs --since yesterday
            2 | logs --follow --before 5 --connector echo:default
            0 | channels dead-letters echo:default
            0 | channels enable echo:default
            0 | channels test echo:default --text hello
            0 | channels test echo:default --text hello --sender-is-bot --reply-to 9 --reply-to-body said --no-direct-message
            0 | channels test-send echo:default --target ops --yes
            1 | channels test-send echo:default --target dead --text [permanent] --yes
            1 | channels test-send echo:risky --target open --text [unknown-once] --yes
            0 | message send echo:default --conversation-id ops --text hello --wait
            0 | completion
            0 | channels --help
            0 | nodes list
            0 | routes list
            1 | channels status echo:nobody
            2 | channels add nonsense
            1 | channels add later:ops
            1 | channels health-refresh echo:default
            1 | channels dead-letter-replay echo:default 4711
            1 | channels dead-letter-show echo:default 4711
            2 | channels dead-letter-show echo:default
            1 | channels queue-pause echo:nobody
            1 | message status echo:default never-sent
            1 | message read echo:default --conversation-id ops
            1 | message send echo:default --conversation-id dead --text [permanent] --wait
            1 | message send discord:default --conversation-id 301 --text hello --wait --wait-ms 100
            2 | channels
            2 | channels nonsense
            2 | nodes
            2 | channels status
            2 | channels remove echo:risky
            2 | channels list --watch=0
            2 | channels logs echo:default --since yesterday
            2 | channels dead-letter-discard echo:default
            2 | channels dead-letter-discard echo:default --all
            2 | channels dead-letter-discard echo:default 4711
            1 | channels dead-letter-discard echo:default 4711 --yes
            2 | channels dead-letter-discard echo:default 4711 --yes --dry-run
            2 | channels dead-letter-replay echo:default 4711 --limit 3
            2 | channels dead-letter-replay echo:default 4711 --all
            2 | channels dead-letter-replay echo:default --all --limit 3 --dry-run
            0 | channels dead-letter-replay echo:default --limit 3 --dry-run
            2 | message send echo:default --text hello
            2 | message send echo:default --conversation-id ops --text hello --envelope-id a:0
            2 | message send echo:default --conversation-id ops --text hello --envelope-id ..
            2 | stats --window forever
            2 | search x --limit 5000
            2 | jobs list --limit 0
            2 | message list echo:default --state lost
            2 | channels list --token=secret
            """)
    void endsWithTheExitCodeOfItsOutcome(int exitCode, String line) {
        Command ended = type(line.split(" "));

        assertThat(ended.exitCode()).as("%s%n%s", ended.out(), ended.err()).isEqualTo(exitCode);
        assertThat(ended.out() + ended.err()).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            channels dead-letter-discard echo:default --reason-contains _ --yes       | --reason-contains: must not be blank
            channels dead-letters echo:default --limit 5000                           | --limit: must be a number from 1 to
            channels dead-letters echo:default --before-id x                          | --before-id: must be
            channels dead-letters echo:default --direction sideways                   | --direction: unknown value
            channels logs echo:default --before x                                     | --before: must be
            channels add echo:new --egress a..b                                       | --egress: must be host
            channels add nonsense                                                     | ID:
            channels test echo:default --text hello --envelope-id a:chunk1:0 --wait-ms 5000000 | --wait-ms: must be
            access code echo:default --ttl 1s                                         | --ttl: must be
            access preview echo:default --sender-id _ --conversation-id c             | --sender-id: cannot be
            message send echo:default --conversation-id c --text hi --thread-id _     | --thread-id:
            message send echo:default --conversation-id c --text _                    | --text: cannot be empty
            stats --window forever                                                    | --window: must be a length of time
            logs --event-type outbox.deliverd                                         | --event-type: "outbox.deliverd" is no event type; the nearest is outbox.delivered
            """)
    void aValueThatTheApiRefusesIsNamedByItsOption(String line, String said) {
        Command ended = type(
                Stream.of(line.split(" ")).map(it -> it.equals("_") ? " " : it).toArray(String[]::new));

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err()).contains(": " + said).doesNotContainPattern("[a-z]_[a-z]");
    }

    /** As of a variable of the shell that is not set. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            channels dead-letters echo:default --reason-contains            | --reason-contains
            channels dead-letter-discard echo:default --yes --reason-contains | --reason-contains
            logs --connector                                                | --connector
            message list echo:default --conversation-id                     | --conversation-id
            failures                                                        | ID
            """)
    void anEmptyValueDoesNotCountAsNone(String line, String name) {
        Command ended = type(withEmpty(line));

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err()).contains(": " + name + ": cannot be empty; give a value, or leave it out");
    }

    private static String[] withEmpty(String line) {
        return Stream.concat(Stream.of(line.split(" ")), Stream.of("")).toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | channels status echo:nobody                     | `channels list`
            1 | channels add echo:default                       | `channels status echo:default`
            1 | channels dead-letter-replay echo:default 4711   | `channels dead-letters echo:default`
            1 | jobs show nope                                  | `jobs list`
            1 | jobs cancel nope                                | `jobs list`
            1 | access approve echo:default NOPE                | `access show echo:default`
            1 | access revoke echo:default nobody               | `access show echo:default`
            1 | access code echo:default                        | `access rules echo:default --dm pairing`
            2 | access rules echo:default --reset url           | is no rule, one of dm, groups, allow-from,
            1 | message resend echo:default is-there --yes      | `message status echo:default is-there`
            1 | message discard echo:default is-there --yes     | `message status echo:default is-there`
            1 | message resend echo:default nope --yes          | `message list echo:default --state pending`
            1 | message status echo:default nope                | `message list echo:default --state pending`
            1 | message trace echo:default nope                 | `search`
            1 | message read echo:default --conversation-id c   | `channels capabilities echo:default`
            1 | channels test discord:default --text hi         | enable it first
            """)
    void anErrorSaysWhatToDoNext(int exitCode, String line, String next) {
        type("message send echo:default --conversation-id c --text hi --envelope-id is-there --wait".split(" "));

        Command ended = type(line.split(" "));

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        assertThat(ended.err()).contains(next);
    }

    @Test
    void statisticsCountEachTimeThatAMessageIsGivenUp() throws Exception {
        type("channels", "add", "echo:mortal");
        type("message send echo:mortal --conversation-id c --envelope-id twice --wait --text [permanent]".split(" "));
        assertThat(deaths()).isEqualTo(1);

        type("channels", "dead-letter-replay", "echo:mortal", "--limit", "1", "--yes");

        await().untilAsserted(() -> assertThat(deaths()).isEqualTo(2));
        assertThat(type("channels", "dead-letters", "echo:mortal", "--json").out())
                .containsOnlyOnce("dead_letter_id");
        type("channels", "remove", "echo:mortal", "--yes");
    }

    private static long deaths() throws Exception {
        JsonNode series = new ObjectMapper()
                .readTree(type("stats", "echo:mortal", "--json").out())
                .path("series");
        return series.path(0).at("/total/dead").asLong();
    }

    /** Also of a text that is stored in parts. */
    @Test
    void reachesAMessageWhoseIdWouldBeAStep() {
        Transactions.await(program.program()
                .outbox()
                .enqueue(OutboundMessageRequest.builder(
                                new EnvelopeId(".."),
                                ConnectorId.of("echo:default"),
                                new ConversationId("dots"),
                                "hello")
                        .build()));

        assertThat(type("message", "trace", "echo:default", "..").out()).contains("accepted");
        assertThat(type("message", "status", "echo:default", "..").exitCode()).isZero();
    }

    @Test
    void sendingAgainSaysWhetherItIsTheSameMessage() throws Exception {
        String longText = "word ".repeat(10_000);

        for (String text : List.of("hello", longText)) {
            String id = "again-" + text.length();
            assertThat(send(id, "c", text).out()).isEqualTo(id + " stored\n");
            assertThat(send(id, "c", text).out()).isEqualTo(id + " is there already, the same\n");
            for (Command other : List.of(send(id, "c", text + "!"), send(id, "d", text), send(id, "c", "other"))) {
                assertThat(other.exitCode()).isEqualTo(1);
                assertThat(other.err())
                        .contains(id + " is there already with another text or conversation", "another --envelope-id");
                assertThat(other.out()).isEmpty();
            }
        }
        assertThat(new ObjectMapper()
                        .readTree(type(
                                        "message",
                                        "send",
                                        "echo:default",
                                        "--conversation-id=c",
                                        "--envelope-id=again-5",
                                        "--text=other",
                                        "--json")
                                .out())
                        .path("same_content")
                        .asBoolean(true))
                .isFalse();
    }

    private static Command send(String envelopeId, String conversationId, String text) {
        return type(
                "message",
                "send",
                "echo:default",
                "--conversation-id=" + conversationId,
                "--envelope-id=" + envelopeId,
                "--text=" + text);
    }

    @Test
    void showsTheEventsOfAllConnectorsPageByPage() {
        type("channels", "enable", "echo:default");
        type("channels", "enable", "echo:default");
        Command first = type("logs", "--limit", "1", "--event-type", "operator.*");
        assertThat(first.out().lines().toList().get(0)).matches("EVENT +CONNECTOR +WHEN +LEVEL +TYPE .*");
        assertThat(first.out().lines().toList().get(1)).containsPattern("\\d+ +echo:default .*operator.action");

        String before = first.err().replaceFirst("(?s).*--before (\\S+).*", "$1");
        Command second = type("logs", "--limit", "1", "--event-type", "operator.*", "--before", before);
        assertThat(number(second)).isLessThan(number(first));
    }

    /** Of the first event that is listed. */
    private static long number(Command listed) {
        return Long.parseLong(listed.out().lines().toList().get(1).split(" ")[0]);
    }

    @Test
    void saysWhereNobodyListens() throws Exception {
        int free = FreePort.next();
        Command ended = Command.run("channels", "list", "--url=http://127.0.0.1:" + free);

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err()).contains("http://127.0.0.1:" + free).contains("--url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "channels list",
                "channels status echo:default",
                "channels capabilities echo:default",
                "channels logs echo:default",
                "logs",
                "channels dead-letters echo:default",
                "channels enable echo:default",
                "nodes list",
                "settings",
                "routes list",
                "channels test echo:default --text hello",
                "message send echo:default --conversation-id ops --text hello",
                "message send echo:default --conversation-id ops --text hello --wait"
            })
    void printsTheAnswerOfTheApiAsTheOnlyOutput(String line) throws Exception {
        Command ended = type((line + " --json").split(" "));

        assertThat(ended.exitCode()).isZero();
        JsonNode json = new ObjectMapper().readTree(ended.out());
        assertThat(json.isObject()).isTrue();
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void showsWhatIsSetAndWhere() {
        assertThat(type("settings").out())
                .containsPattern("SETTING +VALUE +DEFAULT +SET BY\n")
                .containsPattern("palyra.store.synchronous +NORMAL +FULL +-Dpalyra.store.synchronous\n")
                .containsPattern("palyra.outbox.lease +60s +60s +-\n");
        assertThat(type("settings", "--changed").out())
                .containsPattern("palyra.connectors.echo.risky.idempotent +false +- +-D")
                .doesNotContain("palyra.outbox.lease");
    }

    @Test
    void takesItsOptionsBeforeTheCommandToo() {
        Command ended = Command.run("--url=" + url, "--json", "channels", "list");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).startsWith("{\"connectors\":");
    }

    @Test
    void pausesShowsWhyAndResumes() {
        assertThat(type("channels", "queue-pause", "echo:risky", "--reason", "for lunch")
                        .exitCode())
                .isZero();
        assertThat(type("channels", "status", "echo:risky").out())
                .contains("for lunch")
                .contains("paused");
        assertThat(type("channels", "queue-drain", "echo:risky").out()).contains("pause holds");
        assertThat(type("channels", "queue-resume", "echo:risky").exitCode()).isZero();
        assertThat(type("channels", "status", "echo:risky").out()).doesNotContain("for lunch");
    }

    @Test
    void addsAConnectorAndRemovesIt() {
        assertThat(type("channels", "add", "echo:third", "--disabled").out()).contains("echo:third disabled");
        assertThat(type("channels", "enable", "echo:third").out()).contains("echo:third enabled, ready");
        assertThat(type("channels", "remove", "echo:third", "--yes").exitCode()).isZero();
        assertThat(type("channels", "status", "echo:third").err())
                .contains("echo:third is not registered")
                .contains("channels list");
    }

    @Test
    void decidesAboutAnUnknownOutcome() {
        Command sent = type(
                "message",
                "send",
                "echo:risky",
                "--conversation-id",
                "u",
                "--text",
                "[unknown-once]",
                "--envelope-id",
                "u-1",
                "--wait");
        assertThat(sent.exitCode()).isEqualTo(1);
        assertThat(sent.out()).contains("unknown");

        assertThat(type("message", "resend", "echo:risky", "u-1").exitCode())
                .as("asks first")
                .isEqualTo(2);
        assertThat(type("message", "resend", "echo:risky", "u-1", "--yes").exitCode())
                .isZero();
        assertThat(type("message", "send", "echo:risky", "--conversation-id", "u", "--text", "next", "--wait")
                        .exitCode())
                .isZero();
        assertThat(type("message", "status", "echo:risky", "u-1").out()).contains("delivered");
    }

    @Test
    void tellsOfAMessageWhatItHasGoneThroughAndItsTextOnlyWhereThatIsWanted() throws Exception {
        type(
                "message",
                "send",
                "echo:default",
                "--conversation-id",
                "ops",
                "--envelope-id",
                "shaky",
                "--text",
                "[network-once] secret plans",
                "--wait");
        String told = type("message", "status", "echo:default", "shaky").out();
        assertThat(told).contains("ops", "stored", "settled", "retry", "transient_network");
        assertThat(told).doesNotContain("secret plans");
        assertThat(type("message", "status", "echo:default", "shaky", "--text").out())
                .contains("secret plans");

        type("channels", "test", "echo:default", "--text", "hello", "--envelope-id", "in", "--sender-display", "Ann");
        assertThat(type("message", "status", "echo:default", "in").out()).contains("test-user \"Ann\"", "routed");
    }

    @Test
    void findsWhatFailedAndHowMuchThereWasAndWhereAMessageIs() throws Exception {
        type(
                "message",
                "send",
                "echo:default",
                "--conversation-id",
                "ops",
                "--envelope-id",
                "hopeless",
                "--text",
                "[permanent] secret plans",
                "--wait");
        Command failures = type("failures");
        assertThat(failures.out()).contains("echo:default", "outbound", "dead", "hopeless");
        assertThat(failures.err()).contains("channels dead-letter-show echo:default ");

        assertThat(type("stats").out()).contains("ACCEPTED", "echo:default");
        assertThat(type("stats", "--window", "9d").exitCode()).isEqualTo(2);

        assertThat(type("search", "hope").out())
                .contains("envelope id", "hopeless")
                .doesNotContain("secret");
        assertThat(type("search", "SECRET plans", "--text").out()).contains("[permanent] secret plans");
        assertThat(type("search", "nobody knows").exitCode()).isEqualTo(1);
    }

    @Test
    void showsADeadLetterAndItsTextOnlyWhereThatIsWanted() throws Exception {
        type(
                "message",
                "send",
                "echo:default",
                "--conversation-id",
                "harbour",
                "--text",
                "[permanent] tide",
                "--envelope-id",
                "d-1",
                "--wait");
        Command listed = type("channels", "dead-letters", "echo:default", "--limit", "1");
        String number = listed.out().lines().skip(1).findFirst().orElseThrow().split(" ")[0];
        assertThat(type("channels", "dead-letters", "echo:default", "--reason-contains", "permanent")
                        .err())
                .as("the first of the list")
                .contains("channels dead-letter-show echo:default " + number);

        Command shown = type("channels", "dead-letter-show", "echo:default", number);
        assertThat(shown.out())
                .containsPattern("envelope +d-1\n")
                .containsPattern("conversation +harbour\n")
                .containsPattern("given up +20\\d\\d-.*Z, \\d+ (s|min) ago\n")
                .containsPattern("attempts +1\n")
                .containsPattern("text +16 characters; --text shows them\n")
                .doesNotContain("tide");
        assertThat(shown.err()).contains("channels dead-letter-replay echo:default " + number);
        assertThat(type("channels", "dead-letter-show", "echo:default", number, "--text")
                        .out())
                .endsWith("\n[permanent] tide\n");

        Command json = type("channels", "dead-letter-show", "echo:default", number, "--json");
        assertThat(new ObjectMapper().readTree(json.out()).path("envelope_id").asText())
                .isEqualTo("d-1");
        assertThat(json.out()).doesNotContain("tide");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            channels lst                        | palyra-connectors channels: there is no command lst; the nearest is list; see palyra-connectors channels --help
            dead-letters echo:default           | palyra-connectors: there is no command dead-letters; the nearest is channels dead-letters; see palyra-connectors --help
            channels test echo:default --txt=hi | palyra-connectors channels test: there is no option --txt; the nearest is --text; see palyra-connectors channels test --help
            channels logs echo:default more     | palyra-connectors channels logs: "more" is one argument too many; see palyra-connectors channels logs --help
            """)
    void saysInOneLineWhatIsNotTypedRight(String line, String sentence) {
        assertThat(type(line.split(" ")).err()).isEqualTo(sentence + "\n");
    }

    @Test
    void namesNoNextStepThatMakesNoSense() {
        type("channels", "add", "echo:quiet");

        assertThat(type("channels", "dead-letters", "echo:quiet").err()).isEmpty();
        assertThat(type("message", "list", "echo:quiet").err()).isEmpty();
        assertThat(type("channels", "dead-letter-replay", "echo:quiet", "--all", "--dry-run")
                        .err())
                .isEmpty();
        assertThat(type("channels", "disable", "echo:quiet").err()).contains("channels enable echo:quiet");
    }

    @Test
    void doesNotLetAMessageSteerTheTerminal() {
        type("channels", "queue-pause", "echo:risky", "--reason", "red \u001b[31m alert");
        assertThat(type("channels", "status", "echo:risky").out())
                .contains("red  [31m alert")
                .doesNotContain("\u001b");
        type("channels", "queue-resume", "echo:risky");
    }

    @Test
    void takesATokenFromTheArgumentsOnlyWhenToldSo() {
        assertThat(type("channels", "list", "--token=" + TOKEN).err())
                .contains("PALYRA_CLI_TOKEN")
                .doesNotContain(TOKEN);
        Command insecure = type("channels", "list", "--token=" + TOKEN, "--allow-insecure-credential-arg");
        assertThat(insecure.exitCode()).isZero();
        assertThat(insecure.err()).contains("warning").doesNotContain(TOKEN);
    }

    @Test
    void completesTheCommandsOfThisProgram() {
        assertThat(type("completion").out()).contains("dead-letter-replay").contains("palyra-connectors");
    }
}
