package io.palyra.connectors.cli;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Shows a thing again and again until Ctrl-C. */
final class Watch {

    private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";

    @Option(
            names = "--watch",
            arity = "0..1",
            fallbackValue = "2",
            paramLabel = "SECONDS",
            description = "Show it again every ${FALLBACK-VALUE} or so many seconds, until Ctrl-C.")
    private @Nullable Integer seconds;

    /** Shows once, or until the thread is interrupted. */
    int show(ClientCommand command, Runnable view) {
        if (seconds != null && seconds < 1) {
            throw new CliException(CliException.USAGE, "--watch: must be at least 1 second, not " + seconds);
        }
        do {
            if (seconds != null) {
                begin(command, seconds);
            }
            view.run();
        } while (seconds != null && waited(seconds));
        return 0;
    }

    private static void begin(ClientCommand command, int seconds) {
        if (command.screen().isTerminal()) {
            command.out().print(CLEAR);
        }
        if (!command.options().json()) {
            LocalTime now = LocalTime.now(ZoneId.systemDefault());
            command.screen().line(now.truncatedTo(ChronoUnit.SECONDS) + ", every " + seconds + " s; Ctrl-C ends");
        }
    }

    private static boolean waited(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
