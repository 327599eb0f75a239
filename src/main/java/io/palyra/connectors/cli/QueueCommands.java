package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Delivery as a whole: stop it, let it go on, or empty what is due. */
final class QueueCommands {

    private QueueCommands() {}

    @Command(
            name = "queue-pause",
            description = "Deliver nothing more until queue-resume; also over restarts.",
            footer = {"", "Example: palyra-connectors channels queue-pause discord:ops --reason maintenance"})
    static final class Pause extends ChannelCommand {

        @Option(names = "--reason", description = "Shown to whoever finds the queue paused.")
        private @Nullable String reason;

        @Override
        public Integer call() {
            ObjectNode body = AdminApi.object();
            if (reason != null) {
                body.put("reason", reason);
            }
            printAction(api().post(path("operations", "queue", "pause"), body));
            next("channels queue-resume " + connectorId());
            return 0;
        }
    }

    @Command(
            name = "queue-resume",
            description = "Deliver again.",
            footer = {"", "Example: palyra-connectors channels queue-resume discord:ops"})
    static final class Resume extends ChannelCommand {

        @Override
        public Integer call() {
            printAction(api().post(path("operations", "queue", "resume"), AdminApi.object()));
            next("channels status " + connectorId());
            return 0;
        }
    }

    @Command(
            name = "queue-drain",
            description = "Deliver what is due although the queue is paused.",
            footer = {"", "Example: palyra-connectors channels queue-drain discord:ops"})
    static final class Drain extends ChannelCommand {

        @Override
        public Integer call() {
            printAction(api().post(path("operations", "queue", "drain"), AdminApi.object()));
            next("channels status " + connectorId() + " --watch");
            return 0;
        }
    }
}
