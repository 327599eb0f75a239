package io.palyra.connectors.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Types what stands in the runbook: the real command line, against a program on some port. */
final class Operator {

    private static final String PROGRAM = "palyra-connectors ";
    private static final String CURL = "curl -s ";
    private static final String DEFAULT_URL = "http://127.0.0.1:8080";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Only look: typed again until they show what the page says. */
    private static final Pattern LOOKS = Pattern.compile(
            "curl .*|palyra-connectors (health|failures.*|channels (list|status|logs|dead-letters|conversations) .*|channels list|access (show|preview) .*|message (status|list) .*|store check.*)");

    private final String url;
    private final Map<String, String> store;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param store the settings of the program's store, for what works on the store itself */
    Operator(int port, Map<String, String> store) {
        this.store = store;
        url = "http://127.0.0.1:" + port;
    }

    void type(List<RunbookPage.Step> steps) {
        assertThat(steps).isNotEmpty();
        steps.forEach(this::type);
    }

    private void type(RunbookPage.Step step) {
        if (LOOKS.matcher(step.command()).matches()) {
            await(step.command()).atMost(PATIENCE).untilAsserted(() -> check(step, run(step.command())));
        } else {
            check(step, run(step.command()));
        }
    }

    private static void check(RunbookPage.Step step, String shown) {
        assertThat(shown).as(step.command()).contains(step.shows());
    }

    /** What a command shows on the terminal. */
    String run(String command) {
        if (command.startsWith(CURL)) {
            return get(command.substring(CURL.length()).replace(DEFAULT_URL, url));
        }
        if (!command.startsWith(PROGRAM)) {
            throw new IllegalStateException("the runbook has a command that nobody can type: " + command);
        }
        List<String> arguments = new ArrayList<>(words(command.substring(PROGRAM.length())));
        if (!List.of("store", "run").contains(arguments.get(0))) {
            arguments.add("--url=" + url);
        }
        store.forEach(System::setProperty);
        try {
            Command ended = Command.run(arguments.toArray(String[]::new));
            return ended.out() + ended.err();
        } finally {
            store.keySet().forEach(System::clearProperty);
        }
    }

    /** As a shell does it, with double quotes only. */
    private static List<String> words(String line) {
        return Pattern.compile("\"([^\"]*)\"|(\\S+)")
                .matcher(line)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }

    private String get(String address) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** For what happens before the operator comes. */
    void given(String... commands) {
        Arrays.stream(commands).forEach(this::run);
    }
}
