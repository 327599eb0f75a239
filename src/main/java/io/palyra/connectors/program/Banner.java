package io.palyra.connectors.program;

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
     * @param ingress host and port for webhooks, if any
     */
    public static String of(Settings.Http http, int port, Optional<String> ingress) {
        return of(http, port, ingress, startScript(), JAR_OF_A_CLONE);
    }

    /**
     * @param script empty where this is no distribution
     * @param jar what is run there instead; it may have to be made yet
     */
    static String of(Settings.Http http, int port, Optional<String> ingress, Optional<Path> script, Path jar) {
        String url = "http://" + authority(http.host(), port);
        String option = url.equals(CLI_DEFAULT_URL) ? "" : " --url " + url;
        String token = http.adminToken().isEmpty()
                ? ""
                : "First:      put the admin token into PALYRA_CLI_TOKEN; every call needs it\n";
        String missing = script.isPresent() || Files.exists(jar)
                ? ""
                : "First:      mvn -q -DskipTests package makes the jar of the commands below\n";
        return """
                Palyra Connectors runs. Admin API: %1$s/admin/v1/channels
                %5$s%6$s%2$sSay hello:  %3$s channels test echo:default --text hello%4$s
                See it:     %3$s channels logs echo:default --limit 10%4$s
                Stop:       Ctrl-C
                """.formatted(
                url,
                token,
                script.map(Path::toString).orElse("java -jar " + jar),
                option,
                ingress.map(address -> "Webhooks:   http://" + address + "\n").orElse(""),
                missing);
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
