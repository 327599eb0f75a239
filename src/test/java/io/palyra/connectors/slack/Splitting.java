package io.palyra.connectors.slack;

import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.outbox.DeliveryTargets;
import io.palyra.connectors.outbox.Outbox;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.transaction.Transactions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;

/** What the outbox makes of a text for Slack: rendered, and in parts. */
final class Splitting {

    static final int CHARS_MAX = 4_000;

    private Splitting() {}

    static List<String> of(String text, int charsMax) {
        OutboundMessageRequest message = OutboundMessageRequest.builder(
                        new EnvelopeId("e"), ConnectorId.of("slack:default"), new ConversationId("C1"), text)
                .build();
        return outbox(charsMax).prepare(message).stream()
                .map(row -> row.part().text())
                .toList();
    }

    private static Outbox outbox(int charsMax) {
        CapabilityLimits limits = CapabilityLimits.text(charsMax);
        InvocationHandler slack = (proxy, method, arguments) -> switch (method.getName()) {
            case "limits" -> limits;
            case "capabilities" -> ConnectorCapabilitySet.builder(limits).build();
            case "markup" -> SlackMarkup.INSTANCE;
            case "conversation" -> arguments[1];
            case "answersInPlace" -> true;
            default -> throw new UnsupportedOperationException(method.getName());
        };
        InvocationHandler unused = (proxy, method, arguments) -> {
            throw new UnsupportedOperationException(method.getName());
        };
        return new Outbox(
                of(OutboxStore.class, unused),
                of(EventLog.class, unused),
                of(Transactions.class, unused),
                of(DeliveryTargets.class, slack),
                Clock.systemUTC());
    }

    private static <T> T of(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Splitting.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
