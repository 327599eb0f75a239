package io.palyra.connectors.program;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.settings.Settings;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a person at the terminal is told once the program runs: commands that work as they stand. */
public final class Banner {

    private static final Path JAR_OF_A_CLONE = Path.of("target", "palyra-connectors.jar");
    private static final Path START_SCRIPT = Path.of("bin", "palyra-connectors");
    private static final String CLI_DEFAULT_URL = "http://127.0.0.1:8080";

    /** Every address is a place to listen at, but none to call. */
    private static final Map<String, String> CALLABLE =
            Map.of("0.0.0.0", "127.0.0.1", "::", "::1", "0:0:0:0:0:0:0:0", "::1");

    private Banner() {}

    /**
     * @param port the one that is open, also where the settings leave the choice to the system
     * @param console whether the pages for operators are served, and below which path
     * @param ingress host and port for webhooks, if any
     * @param sandbox the connector to say hello to; nothing is said of it where there is none
     */
    public static String of(
            Settings.Http http,
            int port,
            Settings.Console console,
            Optional<String> ingress,
            Optional<ConnectorId> sandbox) {
        return of(
                http,
                port,
                console,
                ingress,
                sandbox,
                startScript().map(Path::toString).or(() -> Optional.of(JAR_OF_A_CLONE)
                        .filter(Files::exists)
                        .map(jar -> "java -jar " + jar)));
    }

    /** @param program how the command line is called; empty where there is none yet, as in a clone that was only compiled */
    static String of(
            Settings.Http http,
            int port,
            Settings.Console console,
            Optional<String> ingress,
            Optional<ConnectorId> sandbox,
            Optional<String> program) {
        String url = "http://" + authority(http.host(), port);
        boolean secured = http.adminToken().isPresent();
        return """
                Palyra Connectors runs. Admin API: %1$s/admin/v1/channels
                %2$s%3$s%4$s%5$s\
                Stop:       Ctrl-C
                """.formatted(
                url,
                console.enabled() ? "Console:    " + url + console.basePath().orElse("") + "/console/\n" : "",
                ingress.map(address -> "Webhooks:   http://" + address + "\n").orElse(""),
                secured ? "First:      put your token into PALYRA_CLI_TOKEN; every call needs one\n" : "",
                sandbox.map(connector -> program.map(command -> typed(command, connector, url))
                                .orElseGet(() -> requested(connector, url, secured)))
                        .orElse(""));
    }

    private static String typed(String program, ConnectorId connector, String url) {
        String option = url.equals(CLI_DEFAULT_URL) ? "" : " --url " + url;
        return """
                Say hello:  %1$s channels test %2$s --text hello%3$s
                See it:     %1$s channels logs %2$s --limit 10%3$s
                """.formatted(program, connector, option);
    }

    /** The same without the command line. */
    private static String requested(ConnectorId connector, String url, boolean secured) {
        String curl = "curl -s" + (secured ? " -H \"Authorization: Bearer $PALYRA_CLI_TOKEN\"" : "");
        return """
                Say hello:  %1$s -H 'Content-Type: application/json' -d '{"text":"hello"}' %2$s/test
                See it:     %1$s '%2$s/logs?limit=10'
                """.formatted(curl, url + "/admin/v1/channels/" + connector);
    }

    /** Beside the jar of a distribution. */
    private static Optional<Path> startScript() {
        try {
            Path jar = Path.of(Banner.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Optional.of(jar.resolveSibling(START_SCRIPT)).filter(Files::isExecutable);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String authority(String host, int port) {
        String callable = CALLABLE.getOrDefault(host, host);
        return (callable.contains(":") ? "[" + callable + "]" : callable) + ":" + port;
    }
}
