package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a connector has found out about itself. */
final class RefreshView {

    private static final List<String> HEADING = List.of("CHECK", "RESULT", "WHAT IT SAYS");

    private final Screen screen;
    private final JsonNode report;

    RefreshView(Screen screen, JsonNode report) {
        this.screen = screen;
        this.report = report;
    }

    void show() {
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("readiness", report.path("readiness").asText()));
        report.path("facts")
                .properties()
                .forEach(fact -> facts.add(List.of(
                        fact.getKey().replace('_', ' '),
                        fact.getValue().isContainerNode()
                                ? fact.getValue().toString()
                                : fact.getValue().asText())));
        screen.facts(facts);
        List<List<String>> checks = new ArrayList<>();
        for (JsonNode check : report.path("checks")) {
            checks.add(List.of(
                    check.path("name").asText(),
                    check.path("status").asText(),
                    check.path("message").asText()));
            if (check.has("advice")) {
                checks.add(List.of("", "", "What to do: " + check.path("advice").asText()));
            }
        }
        screen.table(HEADING, checks);
    }

    boolean hasFailed() {
        for (JsonNode check : report.path("checks")) {
            if (check.path("status").asText().equals("failed")) {
                return true;
            }
        }
        return false;
    }
}
