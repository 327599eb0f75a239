package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What operators have started and what goes on by itself. */
@Command(
        name = "jobs",
        description = "Look at what goes on by itself, such as the replay of all dead letters.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: palyra-connectors jobs list"},
        subcommands = {JobsCommand.ListAll.class, JobsCommand.Show.class, JobsCommand.Cancel.class})
public final class JobsCommand extends CommandGroup {

    @Command(
            name = "list",
            description = "The latest jobs, newest first.",
            footer = {"", "Example: palyra-connectors jobs list --watch"})
    static final class ListAll extends ClientCommand {

        private static final List<String> HEADING =
                List.of("JOB", "TYPE", "CONNECTOR", "STATE", "DONE", "LEFT AS IT IS", "TOTAL", "STARTED", "BY");

        @Mixin
        private Watch watch = new Watch();

        @Option(names = "--limit", defaultValue = "20", description = "At most so many; default ${DEFAULT-VALUE}.")
        private int limit;

        @Override
        public Integer call() {
            AdminApi api = api();
            return watch.show(this, () -> show(api.get(AdminApi.jobs() + "?limit=" + limit)));
        }

        private void show(AdminApi.Answer answer) {
            print(answer, () -> {
                List<List<String>> rows = new ArrayList<>();
                answer.json().path("jobs").forEach(job -> rows.add(row(job)));
                screen().table(HEADING, rows);
            });
        }

        private List<String> row(JsonNode job) {
            return List.of(
                    text(job, "job_id"),
                    text(job, "type"),
                    text(job, "connector_id"),
                    text(job, "state"),
                    text(job, "done"),
                    text(job, "refused"),
                    text(job, "total"),
                    relative(job.path("created_at_unix_ms")),
                    shown(job, "operator"));
        }
    }

    @Command(
            name = "show",
            description = "How a job stands.",
            footer = {"", "Example: palyra-connectors jobs show 01JC3Z7Q8V0000000000000000 --wait"})
    static final class Show extends ClientCommand {

        @Parameters(index = "0", paramLabel = "JOB", description = "The job, as jobs list shows it.")
        private String jobId = "";

        @Option(names = "--wait", description = "Wait until it has ended.")
        private boolean wait;

        @Override
        public Integer call() {
            AdminApi api = api();
            RunningJob job = new RunningJob(api, jobId);
            AdminApi.Answer answer = wait ? job.await(err()) : job.look();
            print(answer, () -> screen().line(RunningJob.sentence(answer.json().path("job"))));
            return RunningJob.exitCode(answer);
        }
    }

    @Command(
            name = "cancel",
            description = "End a job; what it has done stays done.",
            footer = {"", "Example: palyra-connectors jobs cancel 01JC3Z7Q8V0000000000000000"})
    static final class Cancel extends ClientCommand {

        @Parameters(index = "0", paramLabel = "JOB", description = "The job, as jobs list shows it.")
        private String jobId = "";

        @Override
        public Integer call() {
            AdminApi api = api();
            JsonNode job = new RunningJob(api, jobId).look().json().path("job");
            AdminApi.Answer answer = api.post(
                    AdminApi.channel(text(job, "connector_id"), "operations", "jobs", jobId, "cancel"),
                    AdminApi.object());
            return print(answer, () -> screen().line(
                            RunningJob.sentence(answer.json().path("job"))));
        }
    }
}
