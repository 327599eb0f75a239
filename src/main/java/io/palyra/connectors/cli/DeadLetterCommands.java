package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Messages that were given up: look at them, try them again, forget them. */
final class DeadLetterCommands {

    private static final List<String> HEADING = List.of("N", "WHEN", "DIRECTION", "ENVELOPE", "REASON");

    private DeadLetterCommands() {}

    @Command(
            name = "dead-letters",
            description = "The messages of a connector that were given up, newest first.",
            footer = {"", "Example: palyra-connectors channels dead-letters echo:default --direction outbound"})
    static final class ListAll extends ChannelCommand {

        @Mixin
        private Filter filter = new Filter();

        @Option(names = "--limit", defaultValue = "20", description = "At most so many; default ${DEFAULT-VALUE}.")
        private int limit;

        @Option(names = "--before-id", defaultValue = "", paramLabel = "N", description = "Only those before this one.")
        private String beforeId = "";

        @Override
        public Integer call() {
            AdminApi api = api();
            Map<String, String> query = new LinkedHashMap<>(filter.query(api));
            query.put("limit", String.valueOf(limit));
            query.put("before_dead_letter_id", beforeId);
            AdminApi.Answer answer = api.get(path("dead-letters") + AdminApi.query(query));
            JsonNode letters = answer.json().path("dead_letters");
            print(answer, () -> screen().table(HEADING, rows(this, letters)));
            String more = text(answer.json(), "next_before_dead_letter_id");
            if (!more.isEmpty()) {
                next("channels dead-letters " + connectorId() + " --before-id " + more);
            } else if (!letters.isEmpty()) {
                next("channels dead-letter-show " + connectorId() + " " + text(letters.path(0), "dead_letter_id"));
            }
            return 0;
        }
    }

    private static List<List<String>> rows(ClientCommand command, JsonNode letters) {
        return StreamSupport.stream(letters.spliterator(), false)
                .map(letter -> List.of(
                        ClientCommand.text(letter, "dead_letter_id"),
                        command.relative(letter.path("created_at_unix_ms")),
                        ClientCommand.text(letter, "direction"),
                        ClientCommand.text(letter, "envelope_id"),
                        ClientCommand.text(letter, "reason")))
                .toList();
    }

    /** Which dead letters are meant. */
    static final class Filter {

        @Option(names = "--direction", defaultValue = "", description = "Only inbound or outbound ones.")
        private String direction = "";

        @Option(
                names = "--reason-contains",
                defaultValue = "",
                paramLabel = "TEXT",
                description = "Only for this reason.")
        private String reasonContains = "";

        @Option(
                names = "--before",
                converter = Times.Point.class,
                paramLabel = "TIME",
                description = "Only older ones: an age such as 2h, or a time such as 2026-01-31T08:00:00Z.")
        private Times.@Nullable Moment before;

        private @Nullable Long beforeUnixMs;

        Map<String, String> query(AdminApi api) {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("direction", direction);
            query.put("reason_contains", reasonContains);
            query.put("before_unix_ms", before == null ? "" : String.valueOf(unixMs(before, api)));
            return query;
        }

        ObjectNode body(AdminApi api) {
            ObjectNode body = AdminApi.object();
            if (!direction.isEmpty()) {
                body.put("direction", direction);
            }
            if (!reasonContains.isEmpty()) {
                body.put("reason_contains", reasonContains);
            }
            if (before != null) {
                body.put("before_unix_ms", unixMs(before, api));
            }
            return body;
        }

        /** The same for what is asked first and for what is done then. */
        private long unixMs(Times.Moment moment, AdminApi api) {
            if (beforeUnixMs == null) {
                beforeUnixMs = moment.unixMs(api);
            }
            return beforeUnixMs;
        }

        boolean isGiven() {
            return !direction.isEmpty() || !reasonContains.isEmpty() || before != null;
        }
    }

    @Command(
            name = "dead-letter-replay",
            description = "Try one dead letter again, or many.",
            footer = {
                "",
                "Example: palyra-connectors channels dead-letter-replay echo:default 17",
                "         palyra-connectors channels dead-letter-replay echo:default --reason-contains timeout --dry-run"
            })
    static final class Replay extends Decision {
        Replay() {
            super("replay", "Replay", false);
        }
    }

    @Command(
            name = "dead-letter-discard",
            description = "Forget one dead letter, or many.",
            footer = {
                "",
                "Example: palyra-connectors channels dead-letter-discard echo:default 17",
                "         palyra-connectors channels dead-letter-discard echo:default --before 7d --dry-run"
            })
    static final class Discard extends Decision {
        Discard() {
            super("discard", "Discard", true);
        }
    }

    /** One dead letter by its number, or those that a filter names: then it is shown first what would be done. */
    private abstract static class Decision extends ChannelCommand {

        private final String action;
        private final String verb;
        private final boolean isFinal;

        @Parameters(index = "1", arity = "0..1", paramLabel = "N", description = "The number of one dead letter.")
        private @Nullable Long number;

        @Option(names = "--all", description = "Every one, or every one that a filter names.")
        private boolean all;

        @Mixin
        private Filter filter = new Filter();

        @Option(names = "--limit", description = "Only the latest ones, at most so many; by itself or with a filter.")
        private @Nullable Integer limit;

        @Option(names = "--dry-run", description = "Only say what would be done.")
        private boolean dryRun;

        @Mixin
        private Confirmation confirmation = new Confirmation();

        private long before;

        /** @param isFinal whether one letter is asked about too */
        Decision(String action, String verb, boolean isFinal) {
            this.action = action;
            this.verb = verb;
            this.isFinal = isFinal;
        }

        @Override
        public Integer call() {
            AdminApi api = api();
            requireWhich();
            AdminApi.Answer answer = number == null ? many(api) : one(api, number);
            if (answer.json().has("job")) {
                return ended(api, answer);
            }
            printAction(answer);
            if (dryRun) {
                screen().table(HEADING, rows(this, answer.json().at("/action/dead_letters")));
            } else {
                next("channels status " + connectorId());
            }
            return 0;
        }

        private void requireWhich() {
            if (number != null == (all || filter.isGiven() || limit != null)) {
                throw new CliException(
                        CliException.USAGE,
                        "give the number N of one dead letter, or say which ones by --all, --limit or a filter");
            }
            if (number != null && dryRun) {
                throw new CliException(
                        CliException.USAGE,
                        "--dry-run goes with --all, --limit or a filter; channels dead-letter-show shows what N is");
            }
            if (all && limit != null) {
                throw new CliException(
                        CliException.USAGE, "--all is every one, and --limit only the latest: leave one of them out");
            }
        }

        private AdminApi.Answer one(AdminApi api, long id) {
            if (isFinal) {
                confirmation.require("%s dead letter %d of %s? It is gone then.".formatted(verb, id, connectorId()));
            }
            return api.post(path("operations", "dead-letters", String.valueOf(id), action), AdminApi.object());
        }

        private AdminApi.Answer many(AdminApi api) {
            AdminApi.Answer preview = post(api, true);
            if (dryRun) {
                return preview;
            }
            confirmation.require("%s %s dead letters of %s?"
                    .formatted(verb, preview.json().at("/action/count").asText(), connectorId()));
            return limit == null
                    ? await(api, preview)
                    : Progress.during(err(), verb.toLowerCase(Locale.ROOT) + " dead letters", () -> post(api, false));
        }

        private AdminApi.Answer await(AdminApi api, AdminApi.Answer preview) {
            before = deadLetters(preview);
            String jobId = post(api, false).json().at("/job/job_id").asText();
            err().println("Job " + jobId + " goes on also where this command ends: palyra-connectors jobs show "
                    + jobId);
            err().flush();
            return new RunningJob(api, jobId).await(err());
        }

        private int ended(AdminApi api, AdminApi.Answer answer) {
            long after = deadLetters(api.get(path()));
            print(answer, () -> {
                screen().line(RunningJob.sentence(answer.json().path("job")));
                screen().line("dead letters of " + connectorId() + ": " + before + " before, " + after + " now");
            });
            return RunningJob.exitCode(answer);
        }

        private static long deadLetters(AdminApi.Answer channel) {
            return channel.json().at("/operations/queue/dead_letters").asLong();
        }

        private AdminApi.Answer post(AdminApi api, boolean dry) {
            ObjectNode body = filter.body(api);
            if (limit == null) {
                body.put("all", true);
            } else {
                body.put("limit", limit);
            }
            if (dry) {
                body.put("dry_run", true);
            }
            return api.post(path("operations", "dead-letters", action), body);
        }
    }
}
