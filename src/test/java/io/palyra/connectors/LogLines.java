package io.palyra.connectors;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What one class logs, as {@code LEVEL message}. */
public final class LogLines implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final AbstractAppender appender;
    private final Level before;

    private LogLines(Logger logger) {
        this.logger = logger;
        this.before = logger.getLevel();
        this.appender = new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
            }
        };
    }

    public static LogLines of(Class<?> type) {
        return of(type.getName());
    }

    /** Also what tests do not log otherwise. */
    public static LogLines of(Class<?> type, Level level) {
        LogLines lines = of(type);
        lines.logger.setLevel(level);
        return lines;
    }

    /** By the name of the logger: of a class that is not public, or of a route. */
    public static LogLines of(String name) {
        LogLines lines = new LogLines((Logger) LogManager.getLogger(name));
        lines.appender.start();
        lines.logger.addAppender(lines.appender);
        // Log4j gives a logger of its own what the root has, and so keeps its lines from the root
        lines.logger.get().setAdditive(true);
        return lines;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    public void clear() {
        lines.clear();
    }

    @Override
    public void close() {
        logger.setLevel(before);
        logger.removeAppender(appender);
        appender.stop();
    }
}
