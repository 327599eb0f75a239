package io.palyra.connectors.engine;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides who is at fault where a platform refuses with a code that nobody knows: the message, if others pass meanwhile;
 * the connector, if it happens to others too and none passes. Kept in memory only: after a restart it is found out anew,
 * at the cost of a few more tries. Thread safe.
 */
public final class Refusals {

    /** So many refusals of one message, with another one passing meanwhile, are the message's fault. */
    static final int OF_ONE_MESSAGE = 3;

    /** So many different messages refused, with none passing, are the connector's fault. */
    static final int DIFFERENT_MESSAGES = 3;

    /** Of one connector; the one that was refused longest ago is forgotten first. */
    private static final int MESSAGES_MAX = 10_000;

    /** Whose fault a refusal is. */
    public enum Fault {
        OPEN,
        MESSAGE,
        CONNECTOR
    }

    private record Refused(int times, boolean othersPassed) {}

    private static final class Messages extends LinkedHashMap<Long, Refused> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Refused> eldest) {
            return size() > MESSAGES_MAX;
        }
    }

    private final Map<ConnectorId, Messages> byConnector = new ConcurrentHashMap<>();

    /** A message was refused once more. */
    public Fault refused(ConnectorId connectorId, long message) {
        Messages messages = byConnector.computeIfAbsent(connectorId, id -> new Messages());
        synchronized (messages) {
            Refused before = messages.getOrDefault(message, new Refused(0, false));
            Refused now = new Refused(before.times() + 1, before.othersPassed());
            messages.put(message, now);
            if (now.othersPassed()) {
                if (now.times() < OF_ONE_MESSAGE) {
                    return Fault.OPEN;
                }
                messages.remove(message);
                return Fault.MESSAGE;
            }
            long whileNonePassed =
                    messages.values().stream().filter(it -> !it.othersPassed()).count();
            return whileNonePassed >= DIFFERENT_MESSAGES ? Fault.CONNECTOR : Fault.OPEN;
        }
    }

    /** The platform took a message. */
    public void passed(ConnectorId connectorId, long message) {
        Messages messages = byConnector.get(connectorId);
        if (messages != null) {
            synchronized (messages) {
                messages.remove(message);
                messages.replaceAll((id, refused) -> new Refused(refused.times(), true));
            }
        }
    }

    /** The message is settled otherwise, or its connector is gone. */
    public void forget(ConnectorId connectorId, long message) {
        Messages messages = byConnector.get(connectorId);
        if (messages != null) {
            synchronized (messages) {
                messages.remove(message);
            }
        }
    }
}
