package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The programs that share the store. */
@Command(
        name = "nodes",
        description = "Look at the programs that share the store.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: palyra-connectors nodes list"},
        subcommands = NodesCommand.ListAll.class)
public final class NodesCommand extends CommandGroup {

    @Command(
            name = "list",
            description = "Every node in a line, with the connectors that it runs.",
            footer = {"", "Example: palyra-connectors nodes list --watch"})
    static final class ListAll extends ClientCommand {

        private static final List<String> HEADING =
                List.of("NODE", "STATE", "VERSION", "STARTED", "HEARTBEAT", "URL", "CONNECTORS", "DIFFERS");

        @Mixin
        private Watch watch = new Watch();

        @Override
        public Integer call() {
            AdminApi api = api();
            int code = watch.show(this, () -> show(api.get(AdminApi.nodes())));
            next("channels list");
            return code;
        }

        private void show(AdminApi.Answer answer) {
            print(answer, () -> {
                List<List<String>> rows = new ArrayList<>();
                answer.json().path("nodes").forEach(node -> rows.add(row(node)));
                screen().table(HEADING, rows);
            });
        }

        private List<String> row(JsonNode node) {
            return List.of(
                    text(node, "name"),
                    text(node, "state"),
                    text(node, "version"),
                    relative(node.path("started_at_unix_ms")),
                    relative(node.path("heartbeat_unix_ms")),
                    shown(node, "url"),
                    StreamSupport.stream(node.path("connectors").spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(" ")),
                    differing(node.path("differs")));
        }

        private static String differing(JsonNode differs) {
            String names = Stream.of(differs.path("settings"), differs.path("files"))
                    .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(" "));
            return differs.path("version").asBoolean() ? (names + " version").strip() : names;
        }
    }
}
