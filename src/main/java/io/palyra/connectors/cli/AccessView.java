package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The access of one connector on the screen. Names of people come last in a line, in quotes: strangers choose them. */
final class AccessView {

    /** Of a list of ids. */
    private static final int IDS_SHOWN = 5;

    private final Screen screen;
    private final Clock clock;

    AccessView(Screen screen, Clock clock) {
        this.screen = screen;
        this.clock = clock;
    }

    void show(String connectorId, JsonNode access) {
        showRules(connectorId, access);
        table(
                "requests, " + access.path("open_requests").asText() + " of them open",
                access.path("requests"),
                List.of("CODE", "STATE", "SENDER", "ASKED", "ENDS", "NAME"),
                request -> List.of(
                        request.path("code").asText(),
                        request.path("state").asText(),
                        request.path("sender_id").asText(),
                        time(request, "created_at_unix_ms"),
                        time(request, "expires_at_unix_ms"),
                        quoted(request.path("sender_display").asText(""))));
        table(
                "let in: " + access.path("grant_count").asText(),
                access.path("grants"),
                List.of("SENDER", "SINCE", "ENDS", "BY", "WAY", "NAME"),
                grant -> List.of(
                        grant.path("sender_id").asText(),
                        time(grant, "created_at_unix_ms"),
                        time(grant, "expires_at_unix_ms"),
                        grant.path("by").asText("-"),
                        grant.path("way").asText(),
                        quoted(grant.path("sender_display").asText(""))));
        table(
                "codes that are valid: " + access.path("codes").size(),
                access.path("codes"),
                List.of("CODE ID", "ENDS", "BY"),
                code -> List.of(
                        code.path("code_id").asText(),
                        time(code, "expires_at_unix_ms"),
                        code.path("issued_by").asText("-")));
    }

    void showRules(String connectorId, JsonNode access) {
        JsonNode rules = access.path("rules");
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("connector", connectorId));
        facts.add(List.of("dm", rules.path("dm").asText()));
        facts.add(List.of("groups", rules.path("groups").asText()));
        for (String list : List.of("allow_from", "deny_from", "allow_conversations", "mention_patterns")) {
            facts.add(List.of(list.replace('_', ' '), ids(rules.path(list))));
        }
        facts.add(List.of("pairing text", rules.path("pairing_text").asText()));
        facts.add(List.of("in the settings", words(access.path("declared")).replace('_', ' ')));
        facts.add(List.of("enforced", access.path("enforced").asBoolean() ? "yes" : "no"));
        access.path("warnings")
                .forEach(warning ->
                        facts.add(List.of("warning", warning.path("message").asText())));
        screen.facts(facts);
    }

    private static String ids(JsonNode list) {
        return list.size() <= IDS_SHOWN
                ? words(list)
                : StreamSupport.stream(list.spliterator(), false)
                                .limit(IDS_SHOWN)
                                .map(JsonNode::asText)
                                .collect(Collectors.joining(", "))
                        + " and " + (list.size() - IDS_SHOWN) + " more";
    }

    private static String words(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    private void table(String title, JsonNode entries, List<String> heading, Function<JsonNode, List<String>> row) {
        if (!entries.isEmpty()) {
            screen.line("");
            screen.line(title);
            screen.table(
                    heading,
                    StreamSupport.stream(entries.spliterator(), false).map(row).toList());
        }
    }

    private String time(JsonNode object, String field) {
        return Times.relative(object.path(field), clock);
    }

    /** What a stranger calls himself; what would look like the next column, or like another line, is gone. */
    static String quoted(String name) {
        return name.isEmpty()
                ? ""
                : '"' + Screen.printable(name).strip().replaceAll("\\s+", " ").replace('"', '\'') + '"';
    }
}
