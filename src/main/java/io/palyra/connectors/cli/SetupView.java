package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** How a connector is set up: steps, places of its secrets, lines for the settings. */
final class SetupView {

    private static final List<String> HEADING = List.of("SECRET", "REFERENCE", "WHAT IT IS");

    private final Screen screen;
    private final JsonNode setup;

    SetupView(Screen screen, JsonNode setup) {
        this.screen = screen;
        this.setup = setup;
    }

    void show() {
        int number = 1;
        for (JsonNode step : setup.path("steps")) {
            screen.line(number + ". " + step.path("text").asText());
            if (step.has("link")) {
                screen.line("   " + step.path("link").asText());
            }
            if (step.has("paste")) {
                step.path("paste").asText().lines().forEach(line -> screen.line("      " + line));
            }
            number++;
        }
        if (!setup.path("secrets").isEmpty()) {
            screen.line("");
            screen.table(HEADING, secrets());
            screen.line("");
            screen.line("The program reads them there; a variable of its environment when it starts.");
        }
        screen.line("");
        screen.line("In application.properties:");
        setup.path("settings").forEach(line -> screen.line("   " + line.asText()));
    }

    private List<List<String>> secrets() {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode secret : setup.path("secrets")) {
            rows.add(List.of(
                    secret.path("option").asText(),
                    secret.path("reference").asText(),
                    secret.path("title").asText()));
        }
        return rows;
    }
}
