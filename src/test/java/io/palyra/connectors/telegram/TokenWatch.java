package io.palyra.connectors.telegram;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a token wherever something of it may be: in whatever it is shown, and by itself in everything that is logged, at the finest
 * level of every logger, those of the JDK included. The ends of its secret half are looked for: a text may have been cut, and the colon be escaped. Thread safe.
 */
final class TokenWatch implements AutoCloseable {

    private static final Level FINEST = Level.ALL;

    /** There Camel shows what stands behind placeholders. The program's own logging never lets them. */
    private static final Set<String> LIMITED = Set.of(
            "org.apache.camel.component.properties",
            "org.apache.camel.impl",
            "org.apache.camel.impl.engine.AbstractCamelContext");

    private static final int EXCERPT_CHARS = 300;

    private static final int PART_CHARS = 8;

    private final List<String> parts;
    private final Map<String, String> found = new ConcurrentHashMap<>();
    private final AtomicLong logged = new AtomicLong();
    private final LoggerContext context = (LoggerContext) org.apache.logging.log4j.LogManager.getContext(false);
    private final Map<LoggerConfig, Level> levels = new HashMap<>();
    private final Map<LoggerConfig, List<Appender>> appenders = new HashMap<>();
    private final List<LoggerConfig> apart = new ArrayList<>();
    private final Appender ours = new LogLook();
    private final Handler handler = new JdkLogLook();
    private final java.util.logging.Logger jdkRoot = LogManager.getLogManager().getLogger("");
    private final java.util.logging.Level jdkLevel = jdkRoot.getLevel();

    /** From now on, nothing is logged anywhere else. */
    TokenWatch(String token) {
        String secret = token.substring(token.indexOf(':') + 1);
        parts = List.of(secret.substring(0, PART_CHARS), secret.substring(secret.length() - PART_CHARS));
        ours.start();
        for (LoggerConfig logger : context.getConfiguration().getLoggers().values()) {
            levels.put(logger, logger.getLevel());
            appenders.put(logger, List.copyOf(logger.getAppenders().values()));
            logger.getAppenders().keySet().forEach(logger::removeAppender);
            if (!logger.isAdditive()) {
                apart.add(logger);
                logger.setAdditive(true);
            }
            if (!LIMITED.contains(logger.getName())) {
                logger.setLevel(FINEST);
            }
        }
        context.getConfiguration().getRootLogger().addAppender(ours, FINEST, null);
        context.updateLoggers();
        jdkRoot.setLevel(java.util.logging.Level.ALL);
        handler.setLevel(java.util.logging.Level.ALL);
        jdkRoot.addHandler(handler);
    }

    /** Looks at a text. */
    void look(String place, @Nullable String text) {
        for (String part : parts) {
            int at = text == null ? -1 : text.indexOf(part);
            if (at >= 0) {
                found.putIfAbsent(
                        place,
                        text.substring(Math.max(0, at - EXCERPT_CHARS), Math.min(text.length(), at + EXCERPT_CHARS)));
            }
        }
    }

    /** Looks at what is printed of it, with what has caused it and what it has suppressed. */
    void look(String place, @Nullable Throwable thrown) {
        if (thrown != null) {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            look(place, text.toString());
            for (Throwable one = thrown; one != null; one = one.getCause() == one ? null : one.getCause()) {
                look(place, one.toString());
                look(place, one.getLocalizedMessage());
                Arrays.stream(one.getSuppressed()).forEach(other -> look(place, other.toString()));
            }
        }
    }

    /** Looks at the bytes of each file whose name begins so, and of those that SQLite has beside it. */
    void lookAtFiles(String place, Path folder, String begin) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith(begin))
                    .toList()) {
                look(place, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** Looks at what a dump of the threads shows now: their names, where they are, and what they wait for. */
    void lookAtThreads() {
        Thread.getAllStackTraces().keySet().forEach(thread -> look("the name of a thread", thread.getName()));
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
            look("a dump of threads", thread.toString() + thread.getLockName());
            look("a dump of threads", Arrays.toString(thread.getStackTrace()));
        }
    }

    /** By its place, what stands around it. */
    Map<String, String> found() {
        return new TreeMap<>(found);
    }

    /** How much has been logged. */
    long logged() {
        return logged.get();
    }

    @Override
    public void close() {
        jdkRoot.removeHandler(handler);
        jdkRoot.setLevel(jdkLevel);
        context.getConfiguration().getRootLogger().removeAppender(ours.getName());
        appenders.forEach((logger, before) -> before.forEach(appender -> logger.addAppender(appender, null, null)));
        levels.forEach(LoggerConfig::setLevel);
        apart.forEach(logger -> logger.setAdditive(false));
        context.updateLoggers();
        ours.stop();
    }

    private final class LogLook extends AbstractAppender {

        private LogLook() {
            super("token watch", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            logged.incrementAndGet();
            look("a log of " + event.getLoggerName(), event.getMessage().getFormattedMessage());
            look("the context of a log", event.getContextData().toString());
            look("the thread of a log", event.getThreadName());
            look("an exception in a log", event.getThrown());
        }
    }

    private final class JdkLogLook extends Handler {

        @Override
        public void publish(LogRecord line) {
            logged.incrementAndGet();
            look("a log of the JDK's", line.getMessage());
            look("a log of the JDK's", Arrays.toString(line.getParameters()));
            look("an exception in a log of the JDK's", line.getThrown());
        }

        @Override
        public void flush() {
            // Nothing is kept
        }

        @Override
        public void close() {
            // Nothing is open
        }
    }
}
