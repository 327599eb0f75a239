package io.palyra.connectors.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.jspecify.annotations.Nullable;

/** Health and metrics, under the paths that Camel uses itself, the API's description, and a signpost at the root. */
final class ObserveCalls {

    /** What the Prometheus server asks for. */
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** Otherwise Camel names those that are down, or one alone. */
    private static final String EVERY_CHECK = "full";

    /** OpenAPI 3.1; the same path in the class path. */
    private static final String DESCRIPTION = "/openapi.json";

    /** @param console null where it is switched off */
    private record Signpost(
            String name,
            String api,
            String description,
            String health,
            String metrics,
            @Nullable String console) {}

    private record Health(String status, List<Check> checks) {}

    private record Check(
            String name,
            String status,
            @Nullable String message,
            @Nullable Long sinceUnixMs,
            Map<String, Object> data) {

        /** Without endpoint URIs and stack traces: what stands in them may be secret. */
        static Check of(HealthCheck.Result result) {
            Map<String, Object> data = new TreeMap<>();
            result.getDetails().forEach((key, value) -> {
                if (key.startsWith("route.") || (key.startsWith("failure.") && value instanceof Number)) {
                    data.put(key, value instanceof Number ? value : String.valueOf(value));
                }
            });
            return new Check(
                    result.getCheck().getId(),
                    result.getState().name(),
                    result.getMessage().orElse(null),
                    result.getState() == HealthCheck.State.DOWN
                            ? since(result.getDetails().get(HealthCheck.FAILURE_START_TIME))
                            : null,
                    data);
        }

        /** When somebody first saw that it is down; checks are made when they are asked for. */
        private static @Nullable Long since(@Nullable Object seenFirst) {
            return seenFirst == null
                    ? null
                    : ZonedDateTime.parse(seenFirst.toString()).toInstant().toEpochMilli();
        }
    }

    private final AdminServices services;
    private final boolean hasConsole;

    ObserveCalls(AdminServices services, boolean hasConsole) {
        this.services = services;
        this.hasConsole = hasConsole;
    }

    List<Endpoint> endpoints() {
        Answer signpost = Answer.ok(new Signpost(
                "palyra-connectors",
                ChannelCalls.CHANNELS,
                DESCRIPTION,
                "/observe/health/ready",
                "/observe/metrics",
                hasConsole ? ConsoleFiles.CONSOLE : null));
        return List.of(
                Endpoint.observe("/", () -> same(signpost)),
                Endpoint.observe(DESCRIPTION, () -> same(Answer.text("application/json", description()))),
                Endpoint.observe(
                                "/observe/health/live",
                                () -> health(HealthCheckHelper.invokeLiveness(services.context(), EVERY_CHECK)))
                        .taking("exclude"),
                Endpoint.observe(
                                "/observe/health/ready",
                                () -> health(HealthCheckHelper.invokeReadiness(services.context(), EVERY_CHECK)))
                        .taking("exclude"),
                Endpoint.observe(
                        "/observe/metrics",
                        () -> same(
                                Answer.text(PROMETHEUS_TEXT, services.metrics().get()))));
    }

    private static Endpoint.Handler same(Answer answer) {
        return call -> answer;
    }

    /** Read each time: it is rarely asked for. */
    private static String description() throws IOException {
        try (InputStream file = ObserveCalls.class.getResourceAsStream(DESCRIPTION)) {
            return new String(Objects.requireNonNull(file, DESCRIPTION).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Endpoint.Handler health(Collection<HealthCheck.Result> results) {
        return call -> health(call, results);
    }

    /** A check that the caller excludes is shown and does not decide the status, such as {@code ?exclude=connector,daemon}. */
    private static Answer health(Call call, Collection<HealthCheck.Result> results) {
        Set<String> excluded =
                new HashSet<>(List.of(call.query("exclude").orElse("").split(",")));
        boolean up = results.stream()
                .filter(result -> !isExcluded(result.getCheck().getId(), excluded))
                .noneMatch(result -> result.getState() == HealthCheck.State.DOWN);
        Health health = new Health(
                (up ? HealthCheck.State.UP : HealthCheck.State.DOWN).name(),
                results.stream().map(Check::of).toList());
        return Answer.json(up ? 200 : 503, health);
    }

    /** By its name, or by what stands before the colon: {@code connector} is every connector. */
    private static boolean isExcluded(String check, Set<String> excluded) {
        return excluded.contains(check) || excluded.contains(check.replaceFirst(":.*", ""));
    }
}
