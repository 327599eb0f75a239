package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the running program has loaded, and how it is doing. */
@Command(
        name = "list",
        description =
                "What the running program has loaded: files that were refused, routes, templates, configurations.",
        footer = {"", "Example: palyra-connectors routes list --watch"})
public final class RoutesListCommand extends ClientCommand {

    private static final List<String> REFUSED = List.of("REFUSED FILE", "WHEN", "WHY");
    private static final List<String> ROUTES =
            List.of("ROUTE", "STATE", "UPTIME", "FILE", "IN FLIGHT", "TOTAL", "FAILED", "WHEN", "LAST ERROR");
    private static final List<String> TEMPLATES = List.of("TEMPLATE", "FILE");
    private static final List<String> CONFIGURATIONS = List.of("CONFIGURATION", "FILE");

    @Mixin
    private Watch watch = new Watch();

    @Override
    public Integer call() {
        AdminApi api = api();
        return watch.show(this, () -> show(api.get(AdminApi.routes())));
    }

    private void show(AdminApi.Answer answer) {
        print(answer, () -> {
            JsonNode json = answer.json();
            if (!json.path("refused").isEmpty()) {
                table(REFUSED, json.path("refused"), this::refused);
            }
            table(ROUTES, json.path("routes"), this::route);
            table(TEMPLATES, json.path("route_templates"), RoutesListCommand::part);
            table(CONFIGURATIONS, json.path("route_configurations"), RoutesListCommand::part);
        });
    }

    private void table(List<String> heading, JsonNode list, Function<JsonNode, List<String>> row) {
        List<List<String>> rows = new ArrayList<>();
        list.forEach(each -> rows.add(row.apply(each)));
        screen().table(heading, rows);
    }

    private List<String> refused(JsonNode file) {
        return List.of(text(file, "file"), relative(file.path("at_unix_ms")), text(file, "error"));
    }

    private List<String> route(JsonNode route) {
        JsonNode error = route.path("last_error");
        return List.of(
                text(route, "route_id"),
                text(route, "state"),
                Times.span(route.path("uptime_ms")),
                shown(route, "file"),
                text(route, "in_flight"),
                shown(route.path("exchanges"), "total"),
                shown(route.path("exchanges"), "failed"),
                relative(error.path("at_unix_ms")),
                shown(error, "text"));
    }

    private static List<String> part(JsonNode part) {
        return List.of(shown(part, "id"), shown(part, "file"));
    }
}
