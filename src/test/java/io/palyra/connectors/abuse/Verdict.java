package io.palyra.connectors.abuse;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Holds an answer to what the API's description promises of every answer. */
final class Verdict {

    /** What no answer and no line of the log may contain: where the program runs, and what it is made of. */
    static final List<String> INNER = List.of("java.", "io.palyra", "io.vertx", "io.netty", "\tat ", "Exception");

    private static final Set<Integer> GOOD = Set.of(100, 200, 201, 202, 204);

    /** What Vert.x answers by itself, without a body, to a version of HTTP that it does not speak. */
    private static final Pattern OTHER_VERSION = Pattern.compile("HTTP/(2\\.0|9\\.9) 501 .*\r\n\r\n", Pattern.DOTALL);

    /** The owner, who has shown his token, asks where things are. */
    private static final Pattern ASKED_FOR_PLACES =
            Pattern.compile("HTTP/1\\.[01] 200 .*\r\n\r\n\\{\"(settings|routes)\":\\[.*", Pattern.DOTALL);

    private final Set<String> codes = new HashSet<>();
    private final Collection<String> secrets;
    private final String place;

    /** @param place where the program runs */
    Verdict(Collection<String> secrets, String place) throws IOException {
        this.secrets = secrets;
        this.place = place;
        try (InputStream file = Verdict.class.getResourceAsStream("/openapi.json")) {
            WireFormat.tree(Objects.requireNonNull(file).readAllBytes())
                    .at("/components/schemas/Problem/properties/code/enum")
                    .forEach(code -> codes.add(code.asText()));
        }
    }

    /** What is wrong with the answer; nothing where there was none. */
    Optional<String> fault(Hostility.Answer answer) {
        String text = answer.text();
        for (String word : INNER) {
            if (text.contains(word)) {
                return Optional.of("tells of " + word);
            }
        }
        if (secrets.stream().anyMatch(text::contains)) {
            return Optional.of("tells a secret");
        } else if (text.contains(place) && !ASKED_FOR_PLACES.matcher(text).matches()) {
            return Optional.of("tells where the program runs");
        } else if (answer.status() <= Hostility.CLOSED
                || GOOD.contains(answer.status())
                || OTHER_VERSION.matcher(text).matches()) {
            return Optional.empty();
        }
        return refusal(answer.status(), text);
    }

    private Optional<String> refusal(int status, String text) {
        int head = text.indexOf("\r\n\r\n");
        String headers = head < 0 ? text : text.substring(0, head);
        String body = head < 0 ? "" : text.substring(head + 4);
        if (!headers.contains("application/problem+json")) {
            return Optional.of("is no problem");
        } else if (headers.contains("transfer-encoding: chunked") || !body.startsWith("{")) {
            return body.isEmpty() ? Optional.empty() : Optional.of("has a body that is no JSON");
        }
        JsonNode problem = WireFormat.tree(body);
        String code = problem.path("code").asText();
        if (!codes.contains(code) || problem.path("status").asInt() != status) {
            return Optional.of("has an unknown code");
        } else if (problem.path("retryable").asBoolean() != headers.contains("Retry-After: ")) {
            return Optional.of("is retryable and does not say when, or the other way round");
        }
        return status >= 500 && !code.equals("overloaded") ? Optional.of("is a failure of ours") : Optional.empty();
    }
}
