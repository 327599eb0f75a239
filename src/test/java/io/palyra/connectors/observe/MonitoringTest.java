package io.palyra.connectors.observe;

import static io.palyra.connectors.testkit.ProgramUnderTest.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.program.AdminServerStarter;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.AboutSqliteFile;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.transaction.Transaction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scrapes the real program after traffic that meets every fault of the echo connector, and looks for what the dashboard
 * and the alerts ask for.
 */
class MonitoringTest {

    private static final Path DOCS = Path.of("src/main/docs/observability");
    private static final Pattern EXPRESSION = Pattern.compile("^\\s+expr: (.+)$", Pattern.MULTILINE);
    private static final Pattern HELP = Pattern.compile("^# HELP (palyra_[a-z_]+?)(?:_max)? (.*)$", Pattern.MULTILINE);
    private static final Pattern SELECTOR = Pattern.compile("\\b((?:palyra|jvm)_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|!=|=)\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

    private static ProgramUnderTest program;
    private static int port;

    @BeforeAll
    static void makeTraffic(@TempDir Path folder) throws Exception {
        program = ProgramUnderTest.start(folder, Map.of("palyra.store.synchronous", "NORMAL"));
        port = AdminServerStarter.start(program.application()).port();
        String[] markers = {
            "", "[connector-crash-once]", "[rate-limit-once]", "[network-once]", "[permanent]", "[unknown-once]"
        };
        for (int i = 0; i < markers.length; i++) {
            program.receive("m" + i, "c" + i, "hi " + markers[i]);
        }
        program.receive("m0", "c0", "hi ");
        OutboundMessageRequest twice = OutboundMessageRequest.builder(
                        new EnvelopeId("m9"), ECHO, new ConversationId("c9"), "hi")
                .build();
        program.program().outbox().enqueue(twice).join();
        program.program().outbox().enqueue(twice).join();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(scrape())
                .contains("palyra_messages_delivered_total{connector_id=\"echo:default\",direction=\"outbound\"} 6.0"));
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    @Test
    void countsWhatBecameOfEachMessage() throws Exception {
        assertThat(scrape())
                .contains(
                        "palyra_messages_accepted_total{connector_id=\"echo:default\",direction=\"inbound\"} 6.0",
                        "palyra_messages_accepted_total{connector_id=\"echo:default\",direction=\"outbound\"} 7.0",
                        "palyra_messages_duplicate_total{connector_id=\"echo:default\",direction=\"inbound\"} 1.0",
                        "palyra_messages_duplicate_total{connector_id=\"echo:default\",direction=\"outbound\"} 1.0",
                        "palyra_dead_letters_total{connector_id=\"echo:default\",direction=\"outbound\"} 1.0",
                        "palyra_unknown_outcomes_total{connector_id=\"echo:default\",direction=\"outbound\"} 1.0",
                        "palyra_message_retries_total{class=\"rate_limit\",connector_id=\"echo:default\",direction=\"outbound\"} 1.0",
                        "palyra_connector_restarts_total{connector_id=\"echo:default\"} 1.0",
                        "palyra_delivery_seconds_count{connector_id=\"echo:default\",direction=\"outbound\"} 6",
                        "palyra_attempt_seconds_count{connector_id=\"echo:default\",direction=\"outbound\"} 11",
                        "palyra_claim_wait_seconds_count{connector_id=\"echo:default\",direction=\"outbound\"} 7",
                        "palyra_daemon_call_seconds_count{outcome=\"answered\"} 6");
    }

    /** The page has the same names, with their labels. */
    @Test
    @AboutSqliteFile
    void saysWhatEachMetricIs() throws Exception {
        String page = Files.readString(DOCS.resolve("README.md"));
        List<MatchResult> told = HELP.matcher(scrape()).results().toList();

        assertThat(told).hasSizeGreaterThan(25).allSatisfy(help -> {
            assertThat(help.group(2)).as(help.group(1)).isNotBlank();
            assertThat(page).contains("`" + help.group(1));
        });
    }

    @Test
    void hasNoSeriesOfOneConversationOrMessage() throws Exception {
        assertThat(series().stream()
                        .flatMap(found -> found.labels().keySet().stream())
                        .distinct())
                .contains("connector_id", "direction", "state")
                .doesNotContain("conversation_id", "envelope_id", "sender_id");
    }

    @Test
    void doesNotCountWhatWasRolledBack() throws Exception {
        assertThatThrownBy(() -> program.program().transactions().writeAndWait(this::rejectAndFail))
                .isInstanceOf(IllegalStateException.class);

        assertThat(scrape())
                .contains("palyra_messages_rejected_total{connector_id=\"echo:default\",direction=\"inbound\"} 0.0");
    }

    private void rejectAndFail(Transaction transaction) {
        program.program()
                .events()
                .append(transaction, ConnectorEvent.of(ECHO, EventType.INBOUND_REJECTED, EventLevel.WARN, "refused"));
        throw new IllegalStateException("this work fails");
    }

    @Test
    @AboutSqliteFile
    void everyQueryOfTheDashboardFindsItsSeries() throws Exception {
        List<String> queries = WireFormat.tree(Files.readString(DOCS.resolve("dashboard.json")))
                .findValuesAsText("expr");

        assertThat(queries).hasSizeGreaterThan(20);
        for (String query : queries) {
            findsItsSeries(query.replace("$connector", ".*"));
        }
    }

    @Test
    @AboutSqliteFile
    void everyAlertFindsItsSeries() throws Exception {
        List<String> queries = EXPRESSION
                .matcher(Files.readString(DOCS.resolve("alerts.yaml")))
                .results()
                .map(match -> match.group(1))
                // Prometheus itself says whether a target is up
                .filter(query -> !query.startsWith("up{"))
                .toList();

        assertThat(queries).hasSizeGreaterThan(10);
        for (String query : queries) {
            findsItsSeries(query);
        }
    }

    private static void findsItsSeries(String query) throws Exception {
        List<Series> all = series();
        List<MatchResult> selectors = SELECTOR.matcher(query).results().toList();
        assertThat(selectors).as(query).isNotEmpty();
        List<String> grouping = GROUPING.matcher(query)
                .results()
                .flatMap(match -> Stream.of(match.group(1).split(", *")))
                .toList();
        for (MatchResult selector : selectors) {
            assertThat(all.stream().filter(found -> found.matches(selector.group(1), selector.group(2))))
                    .as("%s in %s", selector.group(), query)
                    .isNotEmpty()
                    .allSatisfy(found -> assertThat(found.labels().keySet()).containsAll(grouping));
        }
    }

    /** One line of the scrape. */
    private record Series(String name, Map<String, String> labels) {

        static Series of(String line) {
            String[] parts = line.split("[{}]");
            Map<String, String> labels = new HashMap<>();
            if (parts.length > 1) {
                MATCHER.matcher(parts[1]).results().forEach(label -> labels.put(label.group(1), label.group(3)));
            }
            return new Series(parts.length > 1 ? parts[0] : line.split(" ")[0], labels);
        }

        boolean matches(String wanted, @Nullable String matchers) {
            return name.equals(wanted)
                    && (matchers == null || MATCHER.matcher(matchers).results().allMatch(this::matches));
        }

        private boolean matches(MatchResult matcher) {
            String value = labels.getOrDefault(matcher.group(1), "");
            return switch (matcher.group(2)) {
                case "=" -> value.equals(matcher.group(3));
                case "!=" -> !value.equals(matcher.group(3));
                default -> value.matches(matcher.group(3));
            };
        }
    }

    private static List<Series> series() throws Exception {
        List<Series> found = new ArrayList<>();
        scrape().lines().filter(line -> !line.startsWith("#")).map(Series::of).forEach(found::add);
        return found;
    }

    private static String scrape() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/metrics"))
                .timeout(Duration.ofSeconds(10))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
