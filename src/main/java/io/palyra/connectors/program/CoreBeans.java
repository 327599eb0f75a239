package io.palyra.connectors.program;

import io.palyra.connectors.access.Access;
import io.palyra.connectors.daemon.EmbeddedDaemon;
import io.palyra.connectors.daemon.TypingIndicators;
import io.palyra.connectors.inbox.AccessGate;
import io.palyra.connectors.inbox.InboundStepFailures;
import io.palyra.connectors.inbox.Inbox;
import io.palyra.connectors.inbox.InboxHandOver;
import io.palyra.connectors.inbox.InboxSettlement;
import io.palyra.connectors.lane.camel.LaneService;
import io.palyra.connectors.lane.camel.RetryPolicies;
import io.palyra.connectors.outbox.Outbox;
import io.palyra.connectors.outbox.OutboxHandOver;
import io.palyra.connectors.outbox.OutboxSettlement;
import io.palyra.connectors.outbox.RefusedMessages;
import io.palyra.connectors.settings.LanePolicy;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.supervisor.ServedInstances;
import io.palyra.connectors.supervisor.Supervision;
import io.palyra.connectors.time.SteadyClock;
import java.time.Duration;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Registry;

/** The beans that the core routes and the components of this program find in the registry. */
final class CoreBeans {

    static final String SERVED_INSTANCES = "palyraServedInstances";

    private final Settings settings;
    private final ProgramStores stores;
    private final Supervision supervision;
    private final SteadyClock clock;

    CoreBeans(Settings settings, ProgramStores stores, Supervision supervision, SteadyClock clock) {
        this.settings = settings;
        this.stores = stores;
        this.supervision = supervision;
        this.clock = clock;
    }

    void bind(ModelCamelContext context, Inbox inbox, Outbox outbox, Access access, Dispatchers dispatchers) {
        RetryPolicies policies = new RetryPolicies(context);
        Duration deadline = settings.shutdown().deadline();
        Registry registry = context.getRegistry();
        registry.bind("palyraHost", supervision.host());
        registry.bind("palyraInboxEntry", inbox);
        registry.bind("palyraAccess", access);
        registry.bind("palyraAccessGate", (AccessGate) access::isOpenToAll);
        registry.bind(SERVED_INSTANCES, ServedInstances.class, (ServedInstances) supervision.roster()::enabled);
        registry.bind("palyraInboundStepFailures", new InboundStepFailures(inbox, policies));
        registry.bind("palyraOutboxEntry", outbox);
        registry.bind("palyraInbox", new LaneService(dispatchers.inbox(), inboxHandOver(outbox, policies), deadline));
        registry.bind("palyraOutbox", new LaneService(dispatchers.outbox(), outboxHandOver(policies), deadline));
        registry.bind("palyraTypingIndicators", (TypingIndicators) supervision.calls()::typingIndicator);
        registry.bind("embeddedDaemon", new EmbeddedDaemon());
    }

    private InboxHandOver inboxHandOver(Outbox replies, RetryPolicies policies) {
        InboxSettlement settlement = new InboxSettlement(
                stores.inbox(),
                replies,
                stores.deadLetters(),
                stores.events(),
                supervision.sources(),
                supervision.reach(),
                clock);
        return new InboxHandOver(settlement, supervision.sources(), policies);
    }

    private OutboxHandOver outboxHandOver(RetryPolicies policies) {
        Settings.Outbox limits = settings.outbox();
        OutboxSettlement settlement = new OutboxSettlement(
                stores.outbox(),
                stores.deadLetters(),
                stores.events(),
                supervision.targets(),
                supervision.rateLimits(),
                supervision.reach(),
                clock,
                new OutboxSettlement.Policy(
                        limits.onDeadLetter() == LanePolicy.HOLD, limits.onUnknown() == LanePolicy.HOLD));
        return new OutboxHandOver(
                settlement,
                stores.outbox(),
                supervision.targets(),
                policies,
                supervision.rateLimits(),
                new RefusedMessages(stores.outbox()),
                clock);
    }
}
