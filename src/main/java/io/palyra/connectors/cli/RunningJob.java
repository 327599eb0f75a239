package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** A job of the program, as a command sees it. Blocks. */
final class RunningJob {

    private static final long LOOK_MS = 250;
    private static final long TELL_MS = 1_000;

    private final AdminApi api;
    private final String jobId;

    RunningJob(AdminApi api, String jobId) {
        this.api = api;
        this.jobId = jobId;
    }

    AdminApi.Answer look() {
        return api.get(AdminApi.jobs() + "/" + AdminApi.part("JOB", jobId));
    }

    /** Says once a second how far it has come. It goes on where nobody waits for it any more. */
    AdminApi.Answer await(PrintWriter err) {
        long told = System.nanoTime();
        AdminApi.Answer answer = look();
        while (isRunning(answer)) {
            if (System.nanoTime() - told >= TimeUnit.MILLISECONDS.toNanos(TELL_MS)) {
                told = System.nanoTime();
                err.println(sentence(answer.json().path("job")));
                err.flush();
            }
            rest();
            answer = look();
        }
        return answer;
    }

    private static boolean isRunning(AdminApi.Answer answer) {
        return answer.json().path("job").path("state").asText().equals("running");
    }

    private void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(CliException.FAILED, "interrupted; job " + jobId + " goes on");
        }
    }

    static int exitCode(AdminApi.Answer answer) {
        return answer.json().path("job").path("state").asText().equals("failed") ? CliException.FAILED : 0;
    }

    static String sentence(JsonNode job) {
        long refused = job.path("refused").asLong();
        String error = job.path("error").asText("");
        return "%s of %s: %s, %d of %d done%s%s"
                .formatted(
                        job.path("type").asText(),
                        job.path("connector_id").asText(),
                        job.path("state").asText(),
                        job.path("done").asLong(),
                        job.path("total").asLong(),
                        refused == 0 ? "" : ", " + refused + " left as they are",
                        error.isEmpty() ? "" : "; " + error);
    }
}
