package io.palyra.connectors.testkit;

import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.outbox.DeliveryTargets;
import io.palyra.connectors.outbox.Outbox;
import io.palyra.connectors.outbox.OutboxRow;
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

/** What the outbox makes of a message before it stores it: rendered, and in parts. */
public final class Splitting {

    private Splitting() {}

    /** The texts of the parts of one. */
    public static List<String> of(Markup markup, String text, int charsMax) {
        OutboundMessageRequest message = OutboundMessageRequest.builder(
                        new EnvelopeId("e"), ConnectorId.of("any:one"), new ConversationId("c"), text)
                .build();
        return of(markup, message, CapabilityLimits.text(charsMax)).stream()
                .map(OutboundMessageRequest::text)
                .toList();
    }

    /** The parts of a message. */
    public static List<OutboundMessageRequest> of(
            Markup markup, OutboundMessageRequest message, CapabilityLimits limits) {
        return outbox(markup, limits).prepare(message).stream()
                .map(OutboxRow::part)
                .toList();
    }

    private static Outbox outbox(Markup markup, CapabilityLimits limits) {
        InvocationHandler platform = (proxy, method, arguments) -> switch (method.getName()) {
            case "limits" -> limits;
            case "capabilities" -> ConnectorCapabilitySet.builder(limits).build();
            case "markup" -> markup;
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
                of(DeliveryTargets.class, platform),
                Clock.systemUTC());
    }

    private static <T> T of(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Splitting.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
