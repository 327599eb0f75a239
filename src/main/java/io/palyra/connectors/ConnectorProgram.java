package io.palyra.connectors;

import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.inbox.Inbox;
import io.palyra.connectors.inbox.InboxRoute;
import io.palyra.connectors.inbox.InboxSettlement;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.lane.DeadLetterStore;
import io.palyra.connectors.lane.LaneDispatcher;
import io.palyra.connectors.lane.LaneQueue;
import io.palyra.connectors.lane.LaneService;
import io.palyra.connectors.lane.RetryPolicies;
import io.palyra.connectors.lane.Transactions;
import io.palyra.connectors.outbox.Outbox;
import io.palyra.connectors.outbox.OutboxRoute;
import io.palyra.connectors.outbox.OutboxSettlement;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.outbox.UnknownOutcomes;
import io.palyra.connectors.retention.Retention;
import io.palyra.connectors.router.EmbeddedDaemon;
import io.palyra.connectors.settings.LanePolicy;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.settings.Synchronous;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.supervisor.ConnectorCatalog;
import io.palyra.connectors.supervisor.ConnectorSupervisor;
import io.palyra.connectors.supervisor.DeadLetterDesk;
import io.palyra.connectors.supervisor.DeadLetterReplay;
import io.palyra.connectors.supervisor.InboundRoutes;
import io.palyra.connectors.supervisor.InstanceRecords;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.model.ModelCamelContext;

/**
 * The parts of the program, put together: store, inbox, outbox, supervisor. The Camel context around them is started and
 * stopped by whoever made this; {@link #close()} comes after the context has stopped.
 */
public final class ConnectorProgram implements AutoCloseable {

    private final SqlStore store;
    private final ScheduledExecutorService timer;
    private final Transactions transactions;
    private final EventLog events;
    private final InboxStore inboxStore;
    private final OutboxStore outboxStore;
    private final DeadLetterStore deadLetters;
    private final ConnectorCatalog catalog;
    private final ConnectorSupervisor supervisor;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Retention retention;
    private final DeadLetterDesk deadLetterDesk;
    private final UnknownOutcomes unknownOutcomes;
    private List<LaneDispatcher> lanes = List.of();

    /** Opens the store and wires everything to the context, which must not be started yet. */
    public ConnectorProgram(Settings settings, ModelCamelContext context, Clock clock) {
        store = SqlStore.openSqlite(settings.store().url(), settings.store().synchronous() == Synchronous.FULL, clock);
        timer = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "palyra-timer");
            thread.setDaemon(true);
            return thread;
        });
        transactions = store.transactions();
        events = store.events();
        inboxStore = store.inbox();
        outboxStore = store.outbox();
        deadLetters = store.deadLetters();
        catalog = new ConnectorCatalog(ConnectorType.all());
        supervisor = new ConnectorSupervisor(
                catalog,
                new InstanceRecords(store.instances(), events, transactions, clock),
                inboxStore,
                outboxStore,
                new InboundRoutes(context),
                timer,
                clock);
        inbox = new Inbox(inboxStore, events, transactions, supervisor, clock);
        outbox = new Outbox(outboxStore, events, transactions, supervisor, clock);
        retention = new Retention(
                store.retention(),
                transactions,
                timer,
                clock,
                new Retention.Ages(
                        settings.retention().delivered(),
                        settings.inbox().dedupeWindow(),
                        settings.retention().deadLetters(),
                        settings.retention().events()));
        deadLetterDesk = new DeadLetterDesk(
                deadLetters,
                inboxStore,
                outboxStore,
                new DeadLetterReplay(inboxStore, outboxStore, outbox),
                events,
                transactions,
                clock);
        unknownOutcomes = new UnknownOutcomes(outboxStore, events, transactions, clock);
        bind(settings, context, clock);
    }

    private void bind(Settings settings, ModelCamelContext context, Clock clock) {
        RetryPolicies policies = new RetryPolicies(context);
        Settings.Outbox limits = settings.outbox();
        LaneDispatcher inboxLanes = dispatcher(
                inboxStore.lanes(),
                new LaneDispatcher.Limits(
                        settings.daemon().concurrency(),
                        settings.daemon().concurrency(),
                        limits.claimRowsPerLane(),
                        limits.lease()),
                clock);
        LaneDispatcher outboxLanes = dispatcher(
                outboxStore.lanes(),
                new LaneDispatcher.Limits(
                        Settings.MAX_COUNT, limits.claimLanes(), limits.claimRowsPerLane(), limits.lease()),
                clock);
        lanes = List.of(inboxLanes, outboxLanes);
        supervisor.onOpen(() -> lanes.forEach(LaneDispatcher::wake));
        InboxSettlement inboxSettlement =
                new InboxSettlement(inboxStore, outbox, deadLetters, events, supervisor, clock);
        OutboxSettlement outboxSettlement = new OutboxSettlement(
                outboxStore,
                deadLetters,
                events,
                supervisor,
                clock,
                new OutboxSettlement.Policy(
                        limits.onDeadLetter() == LanePolicy.HOLD, limits.onUnknown() == LanePolicy.HOLD));
        Duration deadline = settings.shutdown().deadline();
        Map<String, Object> beans = Map.of(
                "palyraSupervisor",
                supervisor,
                "palyraInboxEntry",
                inbox,
                "palyraOutboxEntry",
                outbox,
                "palyraInbox",
                new LaneService(inboxLanes, new InboxRoute(inboxSettlement, supervisor, policies, clock), deadline),
                "palyraOutbox",
                new LaneService(outboxLanes, new OutboxRoute(outboxSettlement, supervisor, policies, clock), deadline),
                "embeddedDaemon",
                new EmbeddedDaemon());
        beans.forEach((name, bean) -> context.getRegistry().bind(name, bean));
    }

    private LaneDispatcher dispatcher(LaneQueue queue, LaneDispatcher.Limits limits, Clock clock) {
        return new LaneDispatcher(
                queue,
                transactions,
                supervisor.gate(),
                clock,
                timer,
                () -> UlidCreator.getUlid().toString(),
                limits);
    }

    public ConnectorSupervisor supervisor() {
        return supervisor;
    }

    public ConnectorCatalog catalog() {
        return catalog;
    }

    public Transactions transactions() {
        return transactions;
    }

    public EventLog events() {
        return events;
    }

    public InboxStore inboxStore() {
        return inboxStore;
    }

    public OutboxStore outboxStore() {
        return outboxStore;
    }

    public DeadLetterStore deadLetters() {
        return deadLetters;
    }

    public Inbox inbox() {
        return inbox;
    }

    public Outbox outbox() {
        return outbox;
    }

    public DeadLetterDesk deadLetterDesk() {
        return deadLetterDesk;
    }

    public UnknownOutcomes unknownOutcomes() {
        return unknownOutcomes;
    }

    public Retention retention() {
        return retention;
    }

    /** Claims nothing more; what is in hand has until the deadline. */
    public void beginStop(Duration deadline) {
        lanes.forEach(dispatcher -> dispatcher.beginStop(deadline));
    }

    /** Stores what only memory knows and closes the store. */
    @Override
    public void close() {
        timer.shutdownNow();
        supervisor.storeState();
        store.close();
    }
}
