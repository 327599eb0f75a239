package io.palyra.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.ext.JarMaker;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program that cannot start says in one sentence what is wrong, where, and what to do, and ends with exit code 1. */
class StartErrorsIT {

    private static final int SIGTERM_EXIT = 143;

    @TempDir
    Path parent;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    palyra.htp.port                     | 8081                    | palyra.http.port
                    palyra.outbox.lease                 | never                   | duration
                    palyra.daemon.endpoint              | pigeon:post             | pigeon
                    palyra.admin.token                  | {{env:PALYRA_IT_UNSET}} | set what it refers to
                    palyra.store.url                    | jdbc:sqlite:application.properties/x.db | another place
                    camel.server.port                   | 9000                    | palyra.ingress.port
                    palyra.connectors.later.ops.enabled | true                    | planned
                    """)
    void namesTheSettingThatIsWrong(String key, String value, String wayOut) throws Exception {
        Launch launch = Launch.in(parent).option(key, value);

        String setting = key.replace(".ops.enabled", ".ops");
        assertThat(sentence(launch)).contains(setting, wayOut);
    }

    @Test
    void aRouteFileDoesNotSteerTheTerminal() throws Exception {
        Launch launch = Launch.in(parent);
        edit(launch, "inbound.camel.yaml", "        - to:", "        - \"t\\e[31mto\":");

        assertThat(sentence(launch)).contains("t [31mto").doesNotContain("\u001b");
    }

    @Test
    void namesThePortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThat(sentence(Launch.in(parent).option("palyra.http.port", port)))
                    .contains("palyra.http.port", String.valueOf(port), "in use", "another port");
        }
    }

    @Test
    void saysThatTheFolderHasNoSettings() throws Exception {
        Files.createDirectory(parent.resolve("work"));

        assertThat(sentence(Launch.in(parent))).contains("application.properties", "routes/");
    }

    @Test
    void namesFileAndLineOfBrokenYaml() throws Exception {
        Launch launch = Launch.in(parent);
        edit(launch, "inbound.camel.yaml", "        - to:", "        - tto:");

        assertThat(sentence(launch)).contains("inbound.camel.yaml", "line 14", "tto");
    }

    @Test
    void namesTheClassThatAJarInExtLacks() throws Exception {
        Launch launch = Launch.in(parent);
        String classPath = System.getProperty("java.class.path");
        Path base = JarMaker.make(
                parent.resolve("aside/base.jar"),
                classPath,
                Map.of(
                        "acme/Base.java",
                        "package acme; public abstract class Base extends org.apache.camel.support.DefaultComponent {}"),
                Map.of());
        JarMaker.make(
                launch.folder().resolve("ext/shout.jar"),
                classPath + File.pathSeparator + base,
                Map.of("acme/Shout.java", """
                        package acme;
                        public class Shout extends Base {
                            protected org.apache.camel.Endpoint createEndpoint(
                                    String uri, String rest, java.util.Map<String, Object> options) {
                                return null;
                            }
                        }
                        """),
                Map.of("META-INF/services/org/apache/camel/component/shout", "class=acme.Shout"));
        Files.writeString(
                launch.folder().resolve("routes/own.camel.yaml"),
                "- route: {id: own, from: {uri: 'direct:own', steps: [{to: 'shout:it'}]}}\n");

        assertThat(sentence(launch)).contains("acme.Base is missing", "ext/");
    }

    @Test
    void namesTheStageThatWasEditedAway() throws Exception {
        Launch launch = Launch.in(parent);
        edit(launch, "outbox.camel.yaml", "uri: palyra-settle:outbox", "uri: log:sent");

        assertThat(sentence(launch)).contains("routes/", "outbox", "palyra-settle:outbox", "Take the stage back");
    }

    /** Sharing a store and stopping are one test, because each start takes seconds. */
    @Test
    void refusesAStoreThatIsInUseAndEndsOnSigterm() throws Exception {
        Launch first = Launch.in(parent);
        Process running = first.start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> first.err().contains("Admin API:"));
            Path second = Files.createDirectory(parent.resolve("second"));
            Path store = first.folder().resolve("data").resolve("palyra-connectors.db");

            assertThat(sentence(Launch.in(second).option("palyra.store.url", "jdbc:sqlite:" + store)))
                    .contains("palyra.store.url", store.toString(), "another process");

            running.destroy();
            assertThat(running.waitFor(10, TimeUnit.SECONDS))
                    .as("ends on SIGTERM")
                    .isTrue();
            assertThat(running.exitValue()).isIn(0, SIGTERM_EXIT);
            assertThat(Files.readString(parent.resolve("out"))).isEmpty();
        } finally {
            running.destroyForcibly();
        }
    }

    private static String sentence(Launch launch) throws IOException, InterruptedException {
        Launch.Ended ended = launch.run();
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).doesNotContain("\tat ");
        assertThat(ended.sentences()).hasSize(1);
        return ended.sentences().get(0);
    }

    private static void edit(Launch launch, String file, String before, String after) throws IOException {
        Path edited = launch.folder().resolve("routes").resolve(file);
        String text = Files.readString(edited);
        assertThat(text).contains(before);
        Files.writeString(edited, text.replace(before, after));
    }
}
