package io.palyra.connectors.observe;

import io.palyra.connectors.adapter.LogContext;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.time.Repeated;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Writes what has committed to the event log into the program's log as well, with the ids of the connector and the
 * message beside it. What goes as it should is said at DEBUG, once per step of each message; of messages that fail alike, the first
 * one and a line a minute with their count. Thread safe.
 */
public final class MessageLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MessageLog.class);

    /** One for each attempt, call or message, whatever comes of it; or said in one line for all connectors. */
    private static final Set<EventType> FREQUENT = EnumSet.of(
            EventType.OUTBOX_RETRY,
            EventType.INBOUND_RETRY,
            EventType.OUTBOX_LEFT_OUT,
            EventType.OPERATOR_ACTION,
            EventType.CLOCK_JUMPED,
            EventType.NODE_JOINED,
            EventType.NODE_LEFT,
            EventType.NODE_LOST,
            EventType.COMMITS_LOST);

    /** What the platform calls a message that it has taken; beside the other ids for that one line. */
    private static final String NATIVE_MESSAGE_ID = "native_message_id";

    /** Of a reason, which may quote a message: what a platform or a daemon gives as a number. */
    private static final Pattern CODE = Pattern.compile("(?i)\\b(?:http|code|status|error)\\b[ :=]*(\\d{3,6})\\b");

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

    private record Cause(ConnectorId connectorId, EventType type, String why) {}

    private final RepeatedLines<Cause, ConnectorEvent> repeated = new RepeatedLines<>(System::nanoTime);

    /** Says now and then what has been counted. */
    public void tellBy(ScheduledExecutorService timer) {
        Repeated.every(timer, LOOK_INTERVAL, "Lines of messages that fail alike", () -> repeated.ended()
                .forEach(this::more));
    }

    void committed(ConnectorEvent event) {
        Level level = level(event);
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        if (level != Level.WARN || event.envelopeId() == null || isInFull(level)) {
            say(level, event, event.type().wireName() + ": " + said(event, level));
        } else {
            Cause cause = new Cause(event.connectorId(), event.type(), why(event));
            if (repeated.isFirst(cause, event)) {
                say(level, event, event.type().wireName() + ": " + said(event, level) + cause.why());
            }
        }
    }

    private void more(RepeatedLines.Repeated<Cause, ConnectorEvent> others) {
        Cause cause = others.cause();
        say(
                Level.WARN,
                others.last(),
                "%s: %d more in the last minute, the last one %s%s"
                        .formatted(
                                cause.type().wireName(),
                                others.count(),
                                others.last().envelopeId(),
                                cause.why()));
    }

    private static void say(Level level, ConnectorEvent event, String line) {
        EnvelopeId envelopeId = event.envelopeId() == null ? null : new EnvelopeId(event.envelopeId());
        String nativeId = event.details().get(NATIVE_MESSAGE_ID) instanceof String id ? id : null;
        try (LogContext context = LogContext.of(event.connectorId(), envelopeId);
                MDC.MDCCloseable platform = nativeId == null ? null : MDC.putCloseable(NATIVE_MESSAGE_ID, nativeId)) {
            LOG.atLevel(level).log("{}", line);
        }
    }

    private static boolean isInFull(Level level) {
        return level == Level.DEBUG || LogContext.TEXT.isTraceEnabled();
    }

    /** A reason may quote a platform or the daemon, and so a message: it stays in the event log unless texts may be told. */
    private static String said(ConnectorEvent event, Level level) {
        return isInFull(level)
                ? event.message() + facts(event)
                : event.message().split(": ", 2)[0];
    }

    /** What of the reason may be told: its class, and a number that the other side has given. */
    private static String why(ConnectorEvent event) {
        String told = fact("class", event.details().get("class"))
                + fact(
                        "code",
                        CODE.matcher(event.message())
                                .results()
                                .map((MatchResult found) -> found.group(1))
                                .findFirst()
                                .orElse(null))
                + fact("attempts", event.details().get("attempts"));
        return told.isEmpty() ? "" : " (" + told.substring(2) + ")";
    }

    private static String fact(String name, @Nullable Object value) {
        return value == null ? "" : ", " + name + " " + value;
    }

    private static String facts(ConnectorEvent event) {
        return event.details().entrySet().stream()
                .filter(fact -> !fact.getKey().equals(LogContext.ENVELOPE_ID))
                .map(fact -> ", " + fact.getKey() + "=" + fact.getValue())
                .collect(Collectors.joining());
    }

    private static Level level(ConnectorEvent event) {
        if (FREQUENT.contains(event.type())) {
            return Level.DEBUG;
        } else if (event.level() != EventLevel.INFO) {
            return Level.WARN;
        }
        return event.envelopeId() != null ? Level.DEBUG : Level.INFO;
    }

    /** Says what has been counted by then. */
    @Override
    public void close() {
        repeated.all().forEach(this::more);
    }
}
