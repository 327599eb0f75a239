package io.palyra.connectors.crash;

import io.palyra.connectors.fake.Points;
import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.program.ConnectorProgram;
import io.palyra.connectors.program.Surroundings;
import io.palyra.connectors.program.WorkingFolder;
import io.palyra.connectors.store.StatementWatch;
import io.palyra.connectors.store.WatchedStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * The real program, which ends without a trace at one point: nothing is finished, closed or flushed, as under SIGKILL.
 *
 * <p>It reads the system properties {@code crash.point}, a pattern of the {@link Points} where it ends, {@code crash.after}, one
 * that has to be passed before, {@code crash.outgoing}, the feed of a client of its outbox, and {@code crash.sabotage}.
 */
public final class HaltingProgram {

    /** Exit code of a process that has come to its point. */
    static final int HALTED = 86;

    private HaltingProgram() {}

    public static void main(String[] arguments) throws Exception {
        Pattern point = Pattern.compile(System.getProperty("crash.point"), Pattern.DOTALL);
        Pattern after = Pattern.compile(System.getProperty("crash.after", ""), Pattern.DOTALL);
        AtomicBoolean isAfter = new AtomicBoolean();
        Points.listen(reached -> {
            if (after.matcher(reached).lookingAt()) {
                isAfter.set(true);
            }
            if (isAfter.get() && point.matcher(reached).lookingAt()) {
                Runtime.getRuntime().halt(HALTED);
            }
        });
        String sabotage = System.getProperty("crash.sabotage", "");
        Sabotage.announce(sabotage);
        StatementWatch watch = new Watch();
        ConnectorApplication application = new ConnectorApplication(
                WorkingFolder.settings(Map.of()), Surroundings.real().withStore(new WatchedStore(watch, watch)));
        Sabotage.prepare(sabotage, application);
        application.onStarted(started -> startClient(started.program()));
        application.run();
    }

    private static void startClient(ConnectorProgram program) {
        OutboxClient.of(Path.of(System.getProperty("crash.outgoing")), program).start();
    }

    private static final class Watch implements StatementWatch {

        @Override
        public void before(String statement) {
            Points.reach("before statement: " + statement);
        }

        @Override
        public void beforeCommit(String statements) {
            Points.reach("before commit: " + statements);
        }

        @Override
        public void afterCommit(String statements) {
            Points.reach("after commit: " + statements);
        }
    }
}
