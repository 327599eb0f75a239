package io.palyra.connectors.admin;

import io.palyra.connectors.access.AccessDesk;
import io.palyra.connectors.approvals.Approvals;
import io.palyra.connectors.cluster.NodeDirectory;
import io.palyra.connectors.daemon.DaemonDesk;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventSearch;
import io.palyra.connectors.events.EventTail;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.jobs.Jobs;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.lane.storage.Lookups;
import io.palyra.connectors.outbox.Outbox;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.outbox.OutboxSurvey;
import io.palyra.connectors.outbox.UnknownOutcomes;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.session.Sessions;
import io.palyra.connectors.settings.ShownSetting;
import io.palyra.connectors.statistics.Statistics;
import io.palyra.connectors.supervisor.ConnectorCatalog;
import io.palyra.connectors.supervisor.DeadLetterDesk;
import io.palyra.connectors.supervisor.Supervision;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/**
 * What the admin API works with.
 *
 * @param clock what is stored goes by it
 * @param context whose health checks are answered
 * @param metrics the meters in Prometheus text format 0.0.4
 */
public record AdminServices(
        Supervision supervision,
        ConnectorCatalog catalog,
        InboxStore inbox,
        Outbox outbox,
        OutboxStore outboxStore,
        DeadLetterStore deadLetters,
        DeadLetterDesk deadLetterDesk,
        Jobs jobs,
        Approvals approvals,
        DaemonDesk daemon,
        UnknownOutcomes unknownOutcomes,
        OutboxSurvey outboxSurvey,
        Lookups lookups,
        Statistics statistics,
        Sessions sessions,
        AccessDesk access,
        EventLog events,
        EventSearch eventSearch,
        EventTail eventTail,
        Transactions transactions,
        NodeDirectory nodes,
        Clock clock,
        CamelContext context,
        List<ShownSetting> settings,
        Supplier<String> metrics) {

    /** @throws InvalidEnvelopeException naming the field where there is no such kind, and those that there are */
    void requireKnown(String field, ConnectorKind kind) {
        if (!catalog.knows(kind)) {
            String known =
                    catalog.all().stream().map(type -> type.kind().value()).collect(Collectors.joining(", "));
            throw new InvalidEnvelopeException(field, "kind is unknown, one of " + known, kind.value());
        }
    }

    /**
     * The connector of a call's path.
     *
     * @throws io.palyra.connectors.adapter.UnknownConnectorException before anything else is looked at
     */
    ConnectorId known(Call call) {
        return supervision.roster().spec(call.connectorId()).connectorId();
    }
}
