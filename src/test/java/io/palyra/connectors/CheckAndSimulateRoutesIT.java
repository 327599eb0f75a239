package io.palyra.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: neither a simulation nor a check of routes touches what users' routes read from. */
class CheckAndSimulateRoutesIT {

    /** A template for echo, whose steps are behind a route that nobody else calls. */
    private static final String KIND = """
            - routeTemplate:
                id: palyra-inbound-echo
                parameters: [{name: connectorId}]
                from: {uri: 'palyra-{{connectorId}}', steps: [{to: 'direct:of-kind'}, {to: 'palyra-inbox:{{connectorId}}'}]}
            - route: {id: of-kind, from: {uri: 'direct:of-kind', steps: [{log: 'of its kind ${body.envelopeId}'}]}}
            """;

    @TempDir
    Path parent;

    private Launch launch;
    private Path letters;

    @BeforeEach
    void prepare() throws Exception {
        launch = Launch.in(parent);
        letters = Files.createDirectory(launch.folder().resolve("letters"));
        Files.writeString(letters.resolve("one.txt"), "hello");
        write("letters.camel.yaml", """
                - route: {id: letters, from: {uri: 'file:letters?initialDelay=0&delay=10', steps: [{log: 'read'}]}}
                - route: {id: made, from: {uri: 'file:made', steps: [{to: 'direct:copied'}]}}
                - route: {id: uncalled, from: {uri: 'direct:uncalled', steps: [{log: 'x'}]}}
                - route: {id: copied, from: {uri: 'direct:copied', steps: [{to: 'seda:behind'}]}}
                - route: {id: behind, from: {uri: 'seda:behind', steps: [{log: 'behind ${body.envelopeId}'}]}}
                """);
        edit(
                "daemon.camel.yaml",
                "        - to:\n            id: ask-daemon",
                "        - wireTap: {uri: direct:copied}\n        - to:\n            id: ask-daemon");
    }

    @Test
    void aSimulationStartsTheCoreStagesAndWhatTheyCall() throws Exception {
        Path events = Files.writeString(
                parent.resolve("events.jsonl"),
                "{\"envelope_id\":\"m1\",\"conversation_id\":\"c1\",\"sender_id\":\"u1\",\"body\":\"one\"}\n");

        write("kind.camel.yaml", KIND);

        Launch.Ended ended = launch.run("simulate", events.toString(), "--json");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("\"delivered_count\":1");
        assertThat(ended.err())
                .contains("of its kind m1")
                .contains(
                        "left out",
                        "letters (from file:letters)",
                        "made (from file:made)",
                        "uncalled (from direct:uncalled)")
                .contains("behind m1")
                .doesNotContain("copied (from", "behind (from", "outbox (from");
        assertThat(letters).isDirectoryContaining("glob:**/one.txt");
        assertThat(launch.folder().resolve("made")).doesNotExist();
    }

    @Test
    void aCheckFindsOneMistakeOfEachFileAndRunsNothing() throws Exception {
        useAKameletOfExt();
        assertThat(launch.run("routes", "check").out()).isEqualTo("6 files tried together, all would be loaded\n");

        write("one.camel.yaml", "- route: {id: one, from: {uri: 'quartz:one?cron=never', steps: [{log: x}]}}\n");
        write("two.yaml", "- route: {id: two, from: {uri: 'direct:two', steps: [{log: x}]}}\n");
        write("kind.camel.yaml", KIND.replace("inbound-echo", "inbound-ecko"));
        Path draft = Files.writeString(
                parent.resolve("draft.camel.yaml"),
                "- route: {id: copied, from: {uri: 'direct:three', steps: [{log: x}]}}\n");

        Launch.Ended ended = launch.run("routes", "check", draft.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out().lines())
                .hasSize(4)
                .anySatisfy(
                        line -> assertThat(line).contains("kind.camel.yaml", "palyra-inbound-ecko", "ecko is unknown"))
                .anySatisfy(line -> assertThat(line).contains("one.camel.yaml", "never"))
                .anySatisfy(line -> assertThat(line).contains("route id copied is taken"))
                .last()
                .isEqualTo("9 files tried together, 3 would be refused");
        assertThat(ended.err()).contains("two.yaml is ignored").doesNotContain("\tat ");
        assertThat(letters).isDirectoryContaining("glob:**/one.txt");
        assertThat(launch.folder().resolve("made")).doesNotExist();
        assertThat(launch.folder().resolve("data")).doesNotExist();
    }

    /** A check speaks of a start, for which instances are enabled that it does not enable; a simulation asks nobody. */
    @Test
    void aTemplateThatAsksNobodyIsFoundByACheckAndInTheWayOfNoSimulationOfEcho() throws Exception {
        edit("inbound.camel.yaml", "palyra-access:{{connectorId}}", "log:nobody");
        launch.option("palyra.connectors.discord.ops.enabled", true);
        Path events = Files.writeString(
                parent.resolve("events.jsonl"),
                "{\"envelope_id\":\"m1\",\"conversation_id\":\"c1\",\"sender_id\":\"u1\",\"body\":\"one\"}\n");

        Launch.Ended checked = launch.run("routes", "check");

        assertThat(checked.exitCode()).isEqualTo(1);
        assertThat(checked.out())
                .startsWith("inbound.camel.yaml: the route template palyra-inbound")
                .contains("discord:ops needs. Put to: \"palyra-access:{{connectorId}}\" before palyra-inbox")
                .endsWith("5 files tried together, 1 would be refused\n");
        Launch.Ended simulated = launch.run("simulate", events.toString(), "--json");
        assertThat(simulated.out()).as(simulated.err()).contains("\"delivered_count\":1");

        launch.option("palyra.connectors.discord.ops.access-dm", "open")
                .option("palyra.connectors.discord.ops.access-groups", "all");
        assertThat(launch.run("routes", "check").exitCode()).isZero();
    }

    private void useAKameletOfExt() throws Exception {
        String kamelet = Files.readString(Path.of("src/test/resources/kamelets/shout-action.kamelet.yaml"));
        Files.writeString(
                Files.createDirectories(launch.folder().resolve("ext/kamelets")).resolve("shriek-action.kamelet.yaml"),
                kamelet.replace("shout-action", "shriek-action"));
        write(
                "own.camel.yaml",
                "- route: {id: own, from: {uri: 'direct:own', steps: [{to: 'kamelet:shriek-action?mark=!'}]}}\n");
    }

    /** The class of a jar is there for both, the port for webhooks for neither: somebody else listens on it. */
    @Test
    void bothFindWhatIsInExtAndOpenNoPort() throws Exception {
        OwnJars.makeComponent(
                Files.createDirectory(launch.folder().resolve("ext")), System.getProperty("java.class.path"));
        write("hook.camel.yaml", """
                - route: {id: hook, from: {uri: 'platform-http:/hook', steps: [{to: 'shout:it'}]}}
                - route:
                    id: shouted
                    from:
                      uri: direct:shouted
                      steps:
                        - setBody: {simple: 'so ${body.envelopeId}'}
                        - to: shout:it
                        - log: '${body}'
                """);
        edit("daemon.camel.yaml", "uri: direct:copied", "uri: direct:shouted");
        Path events = Files.writeString(
                parent.resolve("events.jsonl"),
                "{\"envelope_id\":\"m1\",\"conversation_id\":\"c1\",\"sender_id\":\"u1\",\"body\":\"one\"}\n");
        Path temporary = Files.createDirectory(parent.resolve("tmp"));
        assertThat(launch.run("routes", "check").out())
                .contains("platform-http:/hook needs palyra.ingress.port")
                .endsWith("6 files tried together, 1 would be refused\n");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            launch.option("palyra.ingress.port", taken.getLocalPort()).option("java.io.tmpdir", temporary);

            Launch.Ended checked = launch.run("routes", "check");

            assertThat(checked.out()).isEqualTo("6 files tried together, all would be loaded\n");
            assertThat(checked.exitCode()).as(checked.err()).isZero();

            Launch.Ended simulated = launch.run("simulate", events.toString(), "--json");

            assertThat(simulated.exitCode()).as(simulated.err()).isZero();
            assertThat(simulated.out()).contains("\"delivered_count\":1");
            assertThat(simulated.err()).contains("SO M1!", "hook (from platform-http:/hook)");
        }
        assertThat(temporary).isEmptyDirectory();
        assertThat(launch.folder().resolve("data")).doesNotExist();
    }

    private void write(String file, String text) throws Exception {
        Files.writeString(launch.folder().resolve("routes").resolve(file), text);
    }

    private void edit(String file, String before, String after) throws Exception {
        Path edited = launch.folder().resolve("routes").resolve(file);
        String text = Files.readString(edited);
        assertThat(text).contains(before);
        Files.writeString(edited, text.replace(before, after));
    }
}
