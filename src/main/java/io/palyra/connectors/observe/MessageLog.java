package io.palyra.connectors.observe;

import io.palyra.connectors.adapter.LogContext;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.EnvelopeId;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Writes what has committed to the event log into the program's log as well, with the ids of the connector and the
 * message beside it. What goes as it should is said at DEBUG, once per step of each message. Thread safe.
 */
final class MessageLog {

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

    private MessageLog() {}

    static void committed(ConnectorEvent event) {
        Level level = level(event);
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        EnvelopeId envelopeId =
                event.details().get(LogContext.ENVELOPE_ID) instanceof String id ? new EnvelopeId(id) : null;
        String nativeId = event.details().get(NATIVE_MESSAGE_ID) instanceof String id ? id : null;
        try (LogContext context = LogContext.of(event.connectorId(), envelopeId);
                MDC.MDCCloseable platform = nativeId == null ? null : MDC.putCloseable(NATIVE_MESSAGE_ID, nativeId)) {
            LOG.atLevel(level).log("{}: {}", event.type().wireName(), said(event, level));
        }
    }

    /** A reason may quote a platform or the daemon, and so a message: it stays in the event log unless texts may be told. */
    private static String said(ConnectorEvent event, Level level) {
        return level == Level.DEBUG || LogContext.TEXT.isTraceEnabled()
                ? event.message() + facts(event)
                : event.message().split(": ", 2)[0];
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
        return event.details().containsKey(LogContext.ENVELOPE_ID) ? Level.DEBUG : Level.INFO;
    }
}
