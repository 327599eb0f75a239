package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Puts the ids of a message beside every line that this thread logs until it is closed: {@value #CONNECTOR_ID} and
 * {@value #ENVELOPE_ID} of the MDC. What was there before comes back then.
 */
public final class LogContext implements AutoCloseable {

    public static final String CONNECTOR_ID = "connector_id";
    public static final String ENVELOPE_ID = "envelope_id";

    /**
     * Where the texts of messages go, and nothing else does, at the level TRACE: off unless {@code palyra.logs.message-text} is
     * set, and also where another program, which embeds this one, sets up its log as most do.
     */
    public static final Logger TEXT = LoggerFactory.getLogger("io.palyra.connectors.text");

    private final @Nullable String connectorBefore;
    private final @Nullable String envelopeBefore;

    private LogContext() {
        connectorBefore = MDC.get(CONNECTOR_ID);
        envelopeBefore = MDC.get(ENVELOPE_ID);
    }

    /** @param envelopeId null where it is about the connector alone */
    public static LogContext of(ConnectorId connectorId, @Nullable EnvelopeId envelopeId) {
        LogContext context = new LogContext();
        put(CONNECTOR_ID, connectorId.value());
        put(ENVELOPE_ID, envelopeId == null ? null : envelopeId.value());
        return context;
    }

    @Override
    public void close() {
        put(CONNECTOR_ID, connectorBefore);
        put(ENVELOPE_ID, envelopeBefore);
    }

    private static void put(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
