package io.palyra.connectors.crash;

import io.palyra.connectors.fake.FastTime;
import io.palyra.connectors.program.AdminServerStarter;
import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.program.Surroundings;
import io.palyra.connectors.program.WorkingFolder;
import java.util.Map;

/**
 * The real program, whose time passes many times faster: it waits for minutes in seconds.
 *
 * <p>It reads the system properties {@code fast.factor}, and {@code fast.from}, the moment in unix ms when that began: the same for
 * each process of one store.
 */
public final class FastProgram {

    private FastProgram() {}

    public static void main(String[] arguments) throws Exception {
        FastTime time = new FastTime(Integer.getInteger("fast.factor"), Long.getLong("fast.from"));
        ConnectorApplication application = new ConnectorApplication(
                WorkingFolder.settings(Map.of()),
                Surroundings.real().withClock(time).withTimers(time::timer));
        application.onStarted(started -> System.out.printf(
                "Admin API: http://127.0.0.1:%d/admin/v1%n",
                AdminServerStarter.start(started).port()));
        application.run();
    }
}
