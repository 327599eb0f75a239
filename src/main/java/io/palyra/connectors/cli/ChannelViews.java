package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is there, and how it is. */
final class ChannelViews {

    private ChannelViews() {}

    @Command(
            name = "list",
            description = "Every connector in a line.",
            footer = {"", "Example: palyra-connectors channels list --watch"})
    static final class ListAll extends ClientCommand {

        private static final List<String> HEADING = List.of(
                "CONNECTOR", "ENABLED", "READINESS", "LIVENESS", "FLOW", "PENDING", "DEAD", "LAST IN", "LAST OUT");

        @Mixin
        private Watch watch = new Watch();

        @Override
        public Integer call() {
            AdminApi api = api();
            Trend trend = new Trend(Clock.systemUTC());
            int code = watch.show(this, () -> show(api, trend));
            next("channels status ID");
            return code;
        }

        private void show(AdminApi api, Trend trend) {
            AdminApi.Answer answer = api.get(AdminApi.channels());
            print(answer, () -> {
                List<List<String>> rows = new ArrayList<>();
                answer.json().path("connectors").forEach(status -> rows.add(row(api, status, trend)));
                rows.add(daemon(api.get(AdminApi.daemon()).json()));
                screen().table(HEADING, rows);
                tellWhatIsDown(api);
            });
        }

        /** Of both directions. */
        private static String pending(JsonNode depth) {
            return String.valueOf(depth.path("pending_outbox").asLong()
                    + depth.path("pending_inbound").asLong());
        }

        private List<String> daemon(JsonNode daemon) {
            return List.of(
                    "daemon",
                    "-",
                    "-",
                    text(daemon, "state").replace('_', ' '),
                    text(daemon, "in_use") + "/" + text(daemon, "limit") + " in use",
                    "-",
                    "-",
                    relative(daemon.path("last_answer_unix_ms")),
                    "-");
        }

        private List<String> row(AdminApi api, JsonNode status, Trend trend) {
            String id = text(status, "connector_id");
            JsonNode depth = status.path("queue_depth");
            JsonNode channel = api.get(AdminApi.channel(id)).json();
            return List.of(
                    id,
                    Shown.isEnabled(status) ? "yes" : "no",
                    Shown.readiness(status),
                    Shown.liveness(status),
                    Shown.flow(status, channel.at("/operations/saturation/state")),
                    trend.of("pending " + id, pending(depth)),
                    trend.of("dead " + id, shown(depth, "dead_letters")),
                    relative(status.path("last_inbound_unix_ms")),
                    relative(status.path("last_outbound_unix_ms")));
        }
    }

    @Command(
            name = "status",
            description = "One connector in full: its state, its queue, what holds it up.",
            footer = {"", "Example: palyra-connectors channels status echo:default"})
    static final class Status extends ChannelCommand {

        @Mixin
        private Watch watch = new Watch();

        @Override
        public Integer call() {
            AdminApi api = api();
            Trend trend = new Trend(Clock.systemUTC());
            int code = watch.show(this, () -> {
                AdminApi.Answer answer = api.get(path());
                print(answer, () -> new StatusView(screen(), clock(), trend)
                        .show(
                                answer.json(),
                                api.get(path("conversations") + "?limit=3").json()));
            });
            next("channels logs " + connectorId());
            return code;
        }
    }

    @Command(
            name = "capabilities",
            description = "What a connector can do, and why it cannot do the rest.",
            footer = {"", "Example: palyra-connectors channels capabilities discord:ops"})
    static final class Capabilities extends ChannelCommand {

        private static final List<String> HEADING =
                List.of("CAPABILITY", "SUPPORTED", "APPROVAL", "RISK", "PERMISSIONS", "REASON");

        @Override
        public Integer call() {
            AdminApi.Answer answer = api().get(path());
            JsonNode declared = answer.json().at("/connector/capabilities");
            if (options().json()) {
                out().println(declared);
                return 0;
            }
            List<List<String>> rows = new ArrayList<>();
            collect(rows, "", declared);
            screen().table(HEADING, rows);
            declared.path("limits").properties().forEach(limit -> screen().line(
                            limit.getKey() + ": " + limit.getValue().asText()));
            return 0;
        }

        private static void collect(List<List<String>> rows, String prefix, JsonNode capabilities) {
            for (Map.Entry<String, JsonNode> entry : capabilities.properties()) {
                JsonNode value = entry.getValue();
                if (value.has("supported")) {
                    rows.add(row(prefix + entry.getKey(), value));
                } else if (value.isObject() && !entry.getKey().equals("limits")) {
                    collect(rows, entry.getKey() + ".", value);
                }
            }
        }

        private static List<String> row(String name, JsonNode capability) {
            return List.of(
                    name,
                    capability.path("supported").asBoolean() ? "yes" : "no",
                    shown(capability, "approval_mode"),
                    shown(capability, "risk_level"),
                    StreamSupport.stream(capability.path("required_permissions").spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(" ")),
                    text(capability, "reason"));
        }
    }
}
