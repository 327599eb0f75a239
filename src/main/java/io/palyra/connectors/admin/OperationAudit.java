package io.palyra.connectors.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transactions;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves an event {@code operator.action} of every call that was carried out and may have changed something: what was
 * called, how, and by whom. It is written after the call, in a transaction of its own. Once the store is lost such calls are
 * refused before they begin.
 */
final class OperationAudit {

    /** Calls with a body that change nothing; the platform's audit events name them all the same. */
    private static final Set<String> READS = Set.of(
            AccessCalls.PREVIEW,
            TypingCalls.TYPING,
            SessionCalls.SESSION,
            ChannelCalls.CHANNEL + "/messages/read",
            ChannelCalls.CHANNEL + "/messages/search",
            ChannelCalls.CHANNEL + "/operations/health-refresh");

    /** Calls that leave an event of their own, which says who it was. */
    private static final Set<String> TOLD = Set.of(ApprovalCalls.DECISION);

    private static final Logger LOG = LoggerFactory.getLogger(OperationAudit.class);

    private final EventLog events;
    private final Transactions transactions;

    OperationAudit(EventLog events, Transactions transactions) {
        this.events = events;
        this.transactions = transactions;
    }

    /** The endpoint, audited where it does not only read. */
    Endpoint around(Endpoint endpoint) {
        if (onlyReads(endpoint) || !(endpoint.work() instanceof Endpoint.Handler handler)) {
            return endpoint;
        }
        Endpoint.Handler audited = call -> {
            // Of an edit on the platform, say, there would be no event
            transactions.refuseWhereLost();
            Answer answer = handler.handle(call);
            if (!call.isDryRun() && !TOLD.contains(endpoint.path())) {
                record(endpoint, call);
            }
            return answer;
        };
        return endpoint.with(audited);
    }

    /** Whether a call changes nothing, so that it may be repeated. */
    static boolean onlyReads(Endpoint endpoint) {
        return endpoint.method().equals(HttpMethod.GET) || READS.contains(endpoint.path());
    }

    private void record(Endpoint endpoint, Call call) {
        ConnectorEvent event = event(endpoint, call);
        try {
            transactions.run(transaction -> {
                events.append(transaction, event);
                return true;
            });
        } catch (RuntimeException e) {
            // The work is done: its answer says so, and the log is left to say who did it
            LOG.warn("{}: {} (not in the event log: {})", event.connectorId(), event.message(), e.getMessage());
        }
    }

    private static ConnectorEvent event(Endpoint endpoint, Call call) {
        Caller caller = call.caller();
        String what = endpoint.method() + " " + endpoint.path();
        boolean isProven = caller.identity().name() != null;
        String who = caller.operator() == null ? "" : " (" + caller.operator() + ")";
        ConnectorEvent event = ConnectorEvent.of(
                        connectorId(endpoint, call),
                        EventType.OPERATOR_ACTION,
                        EventLevel.INFO,
                        what + " by " + caller.origin().wireName() + who)
                .with("call", what)
                .with("origin", caller.origin().wireName());
        if (caller.operator() != null) {
            event = event.with("operator", caller.operator()).with("proven", isProven);
        }
        if (isProven && caller.claimed() != null) {
            event = event.with("claimed", caller.claimed());
        }
        return call.path().containsKey("envelope")
                ? event.with("envelope_id", call.envelopeId().value())
                : event;
    }

    /** A registration and a probe have it in the body. */
    private static ConnectorId connectorId(Endpoint endpoint, Call call) {
        if (call.path().containsKey("id")) {
            return call.connectorId();
        }
        JsonNode body = call.bodyObject();
        return endpoint.path().equals(SetupCalls.PROBE)
                ? SetupCalls.probed(body)
                : ConnectorId.of(body.path("connector_id").asText());
    }
}
