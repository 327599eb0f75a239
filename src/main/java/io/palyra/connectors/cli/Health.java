package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What the health checks say.
 *
 * @param checks what is down comes first
 */
record Health(List<JsonNode> checks) {

    /** How the names of connectors' checks begin. */
    static final String CONNECTOR = "connector:";

    private static final int NAMED_MAX = 5;

    Health {
        checks = List.copyOf(checks);
    }

    static Health of(JsonNode answer) {
        return new Health(StreamSupport.stream(answer.path("checks").spliterator(), false)
                .sorted(Comparator.comparing(check -> !isDown(check)))
                .toList());
    }

    private static boolean isDown(JsonNode check) {
        return check.path("status").asText().equals("DOWN");
    }

    List<JsonNode> down() {
        return checks.stream().filter(Health::isDown).toList();
    }

    /** One line for a screen that shows something else; empty while all is well. */
    String banner() {
        List<JsonNode> down = down();
        if (down.isEmpty()) {
            return "";
        }
        String names = down.stream()
                .limit(NAMED_MAX)
                .map(check -> check.path("name").asText())
                .collect(Collectors.joining(", "));
        String more = down.size() > NAMED_MAX ? " and " + (down.size() - NAMED_MAX) + " more" : "";
        return "Down: " + names + more + ". Why, and what to do: palyra-connectors health";
    }
}
