package io.palyra.connectors;

import io.palyra.connectors.settings.Settings;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a person at the terminal is told once the program runs: commands that work as they stand. */
final class Banner {

    private static final String FROM_A_CLONE = "java -jar target/palyra-connectors.jar";
    private static final Path START_SCRIPT = Path.of("bin", "palyra-connectors");
    private static final String CLI_DEFAULT_URL = "http://127.0.0.1:8080";

    /** Every address is a place to listen at, but none to call. */
    private static final Map<String, String> CALLABLE =
            Map.of("0.0.0.0", "127.0.0.1", "::", "::1", "0:0:0:0:0:0:0:0", "::1");

    private Banner() {}

    /**
     * @param port the one that is open, also where the settings leave the choice to the system
     * @param ingress host and port for webhooks, if any
     */
    static String of(Settings.Http http, int port, Optional<String> ingress) {
        String url = "http://" + authority(http.host(), port);
        String option = url.equals(CLI_DEFAULT_URL) ? "" : " --url " + url;
        String token = http.adminToken().isEmpty()
                ? ""
                : "First:      put the admin token into PALYRA_CLI_TOKEN; every call needs it\n";
        return """
                Palyra Connectors runs. Admin API: %1$s/admin/v1/channels
                %5$s%2$sSay hello:  %3$s channels test echo:default --text hello%4$s
                See it:     %3$s channels logs echo:default --limit 10%4$s
                Stop:       Ctrl-C
                """.formatted(
                url,
                token,
                command(),
                option,
                ingress.map(address -> "Webhooks:   http://" + address + "\n").orElse(""));
    }

    /** The start script where the jar is that of a distribution. */
    private static String command() {
        try {
            Path jar = Path.of(Banner.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path script = jar.resolveSibling(START_SCRIPT);
            return Files.isExecutable(script) ? script.toString() : FROM_A_CLONE;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return FROM_A_CLONE;
        }
    }

    private static String authority(String host, int port) {
        String callable = CALLABLE.getOrDefault(host, host);
        return (callable.contains(":") ? "[" + callable + "]" : callable) + ":" + port;
    }
}
