package io.palyra.connectors.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * The text of a message as a one-time task of db-scheduler, which fetches and locks in one statement; threads and limits are
 * one of the sets that its page on performance has measured. A connection for each caller.
 */
final class DbSchedulerLoad {

    private static final TaskDescriptor<String> JOB = TaskDescriptor.of("job", String.class);
    private static final int THREADS = 50;

    /** Of the threads: more is fetched below the first, up to the second. */
    private static final double LOWER_LIMIT = 0.5;

    private static final double UPPER_LIMIT = 4.0;
    private static final Duration POLLING_INTERVAL = Duration.ofMillis(10);
    private static final int CONNECTIONS = 64;

    private DbSchedulerLoad() {}

    /** Tasks per second, each caller answered after its commit, and handled meanwhile. */
    static double jobs(int jobs) throws Exception {
        try (HikariDataSource connections = BenchPostgres.pool(newDatabase(), CONNECTIONS)) {
            CountDownLatch handled = new CountDownLatch(jobs);
            Scheduler scheduler = Scheduler.create(
                            connections, Tasks.oneTime(JOB).execute((job, context) -> handled.countDown()))
                    .threads(THREADS)
                    .pollUsingLockAndFetch(LOWER_LIMIT, UPPER_LIMIT)
                    .pollingInterval(POLLING_INTERVAL)
                    .build();
            scheduler.start();
            try {
                return CoreLoad.rate(jobs, () -> {
                    CoreLoad.byCallers(
                            jobs,
                            n -> scheduler.schedule(
                                    JOB.instance("job" + n).data(CoreLoad.TEXT).build(), Instant.now()));
                    BenchPostgres.await(handled);
                    return null;
                });
            } finally {
                scheduler.stop();
            }
        }
    }

    private static String newDatabase() throws SQLException {
        String url = BenchPostgres.newDatabase();
        try (Connection connection = BenchPostgres.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE scheduled_tasks (
                      task_name            TEXT NOT NULL,
                      task_instance        TEXT NOT NULL,
                      task_data            BYTEA,
                      execution_time       TIMESTAMP WITH TIME ZONE,
                      picked               BOOLEAN NOT NULL,
                      picked_by            TEXT,
                      last_success         TIMESTAMP WITH TIME ZONE,
                      last_failure         TIMESTAMP WITH TIME ZONE,
                      consecutive_failures INT,
                      last_heartbeat       TIMESTAMP WITH TIME ZONE,
                      version              BIGINT NOT NULL,
                      priority             SMALLINT,
                      state                TEXT,
                      PRIMARY KEY (task_name, task_instance)
                    );
                    CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time);
                    CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)""");
        }
        return url;
    }
}
