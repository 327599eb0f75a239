package io.palyra.connectors.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.testkit.ApiDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A person at a terminal, with curl, who types what a page says and sees what it says. */
final class Shell {

    private static final String DEFAULT_URL = "http://127.0.0.1:8080";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z_]+=\\S+");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)# (.*)$");
    private static final Pattern BODY = Pattern.compile("-d '([^']*)'");
    private static final Pattern PATH = Pattern.compile("http://127\\.0\\.0\\.1:\\d+(/\\S*)$");

    private final String url;
    private final Path folder;
    private final List<String> assigned = new ArrayList<>();

    Shell(int port, Path folder) {
        url = "http://127.0.0.1:" + port;
        this.folder = folder;
    }

    static boolean hasCurl() {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(bin -> Files.isExecutable(Path.of(bin, "curl")));
    }

    /** One command, and what the page shows of its output: pieces, between the dots that stand for the rest. */
    private static final class Statement {
        private String command = "";
        private final List<String> shown = new ArrayList<>();
    }

    void type(Snippet block) {
        type(block.text());
    }

    void type(String block) {
        List<Statement> statements = statements(block.replace(DEFAULT_URL, url));
        assertThat(statements).isNotEmpty();
        statements.forEach(this::type);
    }

    private void type(Statement statement) {
        if (ASSIGNMENT.matcher(statement.command).matches()) {
            assigned.add(statement.command);
            return;
        }
        String typed =
                run("echo \"" + statement.command.replace("\"", "\\\"") + "\"").strip();
        Matcher body = BODY.matcher(statement.command);
        if (body.find()) {
            assertBodyAsDescribed(body.group(1), typed);
            assertShown(statement);
        } else if (statement.command.contains(" -X ")) {
            assertShown(statement);
        } else {
            // Only looks: the page shows what is seen in the end
            Awaitility.await(statement.command).atMost(PATIENCE).untilAsserted(() -> assertShown(statement));
        }
    }

    private void assertShown(Statement statement) {
        String output = run(statement.command);
        assertThat(output).as(statement.command).isNotBlank().doesNotContain("\"code\":");
        assertThat(statement.shown).as(statement.command).allSatisfy(piece -> assertThat(output)
                .contains(piece));
    }

    private static void assertBodyAsDescribed(String json, String typed) {
        Matcher path = PATH.matcher(typed);
        assertThat(path.find()).as(typed).isTrue();
        JsonNode schema = ApiDescription.OURS
                .operation("POST", path.group(1))
                .orElseThrow(() -> new AssertionError("no such call: " + typed))
                .json()
                .at("/requestBody/content/application~1json/schema");
        assertThat(ApiDescription.OURS.faults(schema, json)).as(typed).isEmpty();
    }

    private String run(String command) {
        try {
            Process process = new ProcessBuilder("sh", "-c", String.join("\n", assigned) + "\n" + command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("%s%n%s", command, output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A comment with quotes in it, behind a command or in the next line, is output; another one is a remark. */
    private static List<Statement> statements(String block) {
        List<Statement> found = new ArrayList<>();
        for (String line : block.replace("\\\n", " ").lines().toList()) {
            Matcher comment = COMMENT.matcher(line);
            String command = comment.find() ? line.substring(0, comment.start()) : line;
            if (!command.isBlank()) {
                found.add(new Statement());
                found.get(found.size() - 1).command = command.strip();
            }
            if (comment.reset().find() && comment.group(1).contains("\"")) {
                Stream.of(comment.group(1).split("…"))
                        .map(String::strip)
                        .filter(piece -> !piece.isEmpty())
                        .forEach(found.get(found.size() - 1).shown::add);
            }
        }
        return found;
    }
}
