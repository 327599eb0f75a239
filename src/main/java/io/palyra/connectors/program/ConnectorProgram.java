package io.palyra.connectors.program;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.daemon.DaemonState;
import io.palyra.connectors.daemon.EmbeddedDaemon;
import io.palyra.connectors.events.AnnouncedEvents;
import io.palyra.connectors.events.EventFeed;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventService;
import io.palyra.connectors.inbox.InboundStepFailures;
import io.palyra.connectors.inbox.Inbox;
import io.palyra.connectors.inbox.InboxHandOver;
import io.palyra.connectors.inbox.InboxSettlement;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.ingress.IngressServer;
import io.palyra.connectors.lane.Hastening;
import io.palyra.connectors.lane.LaneDispatcher;
import io.palyra.connectors.lane.Reachability;
import io.palyra.connectors.lane.camel.LaneService;
import io.palyra.connectors.lane.camel.RetryPolicies;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.LaneSurvey;
import io.palyra.connectors.observe.CountedEvents;
import io.palyra.connectors.observe.HealthChecks;
import io.palyra.connectors.observe.ProgramMeters;
import io.palyra.connectors.outbox.Outbox;
import io.palyra.connectors.outbox.OutboxHandOver;
import io.palyra.connectors.outbox.OutboxSettlement;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.outbox.OutboxSurvey;
import io.palyra.connectors.outbox.RateLimits;
import io.palyra.connectors.outbox.RefusedMessages;
import io.palyra.connectors.outbox.UnknownOutcomes;
import io.palyra.connectors.retention.Retention;
import io.palyra.connectors.settings.LanePolicy;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.store.StoreViews;
import io.palyra.connectors.supervisor.ConnectorCatalog;
import io.palyra.connectors.supervisor.ConnectorStatus;
import io.palyra.connectors.supervisor.ConnectorSupervisor;
import io.palyra.connectors.supervisor.DeadLetterDesk;
import io.palyra.connectors.supervisor.DeadLetterReplay;
import io.palyra.connectors.supervisor.InboundRoutes;
import io.palyra.connectors.supervisor.InstanceRecords;
import io.palyra.connectors.supervisor.InstanceSecrets;
import io.palyra.connectors.supervisor.StoredCursors;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.DefaultRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of the program, put together: store, inbox, outbox, supervisor. The Camel context around them is started and
 * stopped by whoever made this; {@link #close()} comes after the context has stopped.
 */
public final class ConnectorProgram implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorProgram.class);

    private final SqlStore store;
    private final ScheduledExecutorService timer;
    private final Supplier<String> ownerTokens;
    private final Transactions transactions;
    private final EventLog events;
    private final InboxStore inboxStore;
    private final OutboxStore outboxStore;
    private final DeadLetterStore deadLetters;
    private final LaneSurvey laneSurvey;
    private final OutboxSurvey outboxSurvey;
    private final RateLimits rateLimits;
    private final ConnectorCatalog catalog;
    private final ConnectorSupervisor supervisor;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Retention retention;
    private final DeadLetterDesk deadLetterDesk;
    private final UnknownOutcomes unknownOutcomes;
    private final ProgramMeters meters = new ProgramMeters();
    private final DaemonState daemonState;
    private final ClockWatch clockWatch;
    private List<LaneDispatcher> lanes = List.of();

    /** Takes the store over, and wires everything to the context, which must not be started yet. */
    ConnectorProgram(
            Settings settings,
            SqlStore store,
            ModelCamelContext context,
            SteadyClock clock,
            Surroundings surroundings) {
        this.store = store;
        timer = surroundings.timers().get();
        ownerTokens = surroundings.ids();
        transactions = store.transactions();
        EventFeed feed = new EventFeed();
        events = new AnnouncedEvents(new CountedEvents(store.events(), meters.messages()), feed);
        inboxStore = store.inbox();
        outboxStore = store.outbox();
        deadLetters = store.deadLetters();
        laneSurvey = store.laneSurvey();
        outboxSurvey = store.outboxSurvey();
        rateLimits = new RateLimits(store.rateLimits(), clock);
        catalog = new ConnectorCatalog(ConnectorType.all());
        supervisor = new ConnectorSupervisor(
                catalog,
                new InstanceRecords(store.instances(), events, transactions, clock),
                inboxStore,
                outboxStore,
                new InboundRoutes(context),
                rateLimits,
                new InstanceSecrets(settings.vault().function(), text -> resolve(context, text)),
                new StoredCursors(store.cursors(), transactions, clock),
                timer,
                clock);
        inbox = new Inbox(inboxStore, deadLetters, events, transactions, supervisor.sources(), clock);
        outbox = new Outbox(outboxStore, events, transactions, supervisor.targets(), clock);
        retention = new Retention(
                store.retention(),
                transactions,
                timer,
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
        daemonState = new DaemonState(clock);
        bind(settings, context, clock);
        context.getRegistry()
                .bind(
                        "palyraEvents",
                        new EventService(
                                store.eventReaders(),
                                feed,
                                transactions,
                                clock,
                                settings.shutdown().deadline()));
        clockWatch = new ClockWatch(clock, store, timer, (transaction, jump) -> supervisor.conditions().stream()
                .map(connector -> ClockWatch.event(connector.connectorId(), jump))
                .forEach(event -> events.append(transaction, event)));
    }

    private void bind(Settings settings, ModelCamelContext context, SteadyClock clock) {
        RetryPolicies policies = new RetryPolicies(context);
        Reachability reachability = supervisor.reach();
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
        lanes.forEach(dispatcher -> dispatcher.onMessage(meters.messages()));
        // What is sent from now on could not be told from what was not
        store.onLost(() -> beginStop(Duration.ZERO));
        meters.watch(store, supervisor, store.queueSurvey(), daemonState, clock);
        supervisor.onOpen(() -> lanes.forEach(LaneDispatcher::wake));
        List.of(inboxStore.lanes(), outboxStore.lanes()).forEach(queue -> supervisor
                .reach()
                .hastens(queue.direction(), new Hastening(queue, transactions, timer, clock)));
        InboxSettlement inboxSettlement =
                new InboxSettlement(inboxStore, outbox, deadLetters, events, supervisor.sources(), reachability, clock);
        OutboxSettlement outboxSettlement = new OutboxSettlement(
                outboxStore,
                deadLetters,
                events,
                supervisor.targets(),
                rateLimits,
                reachability,
                clock,
                new OutboxSettlement.Policy(
                        limits.onDeadLetter() == LanePolicy.HOLD, limits.onUnknown() == LanePolicy.HOLD));
        Duration deadline = settings.shutdown().deadline();
        Map<String, Object> beans = Map.of(
                "palyraHost",
                supervisor.host(),
                "palyraInboxEntry",
                inbox,
                "palyraInboundStepFailures",
                new InboundStepFailures(inbox, policies),
                "palyraOutboxEntry",
                outbox,
                "palyraInbox",
                new LaneService(
                        inboxLanes, new InboxHandOver(inboxSettlement, supervisor.sources(), policies), deadline),
                "palyraOutbox",
                new LaneService(
                        outboxLanes,
                        new OutboxHandOver(
                                outboxSettlement,
                                outboxStore,
                                supervisor.targets(),
                                policies,
                                rateLimits,
                                new RefusedMessages(outboxStore),
                                clock),
                        deadline),
                "embeddedDaemon",
                new EmbeddedDaemon());
        context.getRegistry().bind("palyraDaemonState", daemonState);
        DataSource views = store.views(timer, settings.store().readTimeout()).asBean();
        context.getRegistry(DefaultRegistry.class).addBeanRepository(new NamedBean(StoreViews.NAME, views));
        beans.forEach((name, bean) -> context.getRegistry().bind(name, bean));
    }

    private LaneDispatcher dispatcher(LaneQueue queue, LaneDispatcher.Limits limits, SteadyClock clock) {
        return new LaneDispatcher(queue, transactions, supervisor.gate(), clock, timer, ownerTokens, limits);
    }

    /** Camel throws for a reference without a value. */
    private static Optional<String> resolve(ModelCamelContext context, String text) {
        try {
            return Optional.ofNullable(context.resolvePropertyPlaceholders(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public OutboxSurvey outboxSurvey() {
        return outboxSurvey;
    }

    public LaneSurvey laneSurvey() {
        return laneSurvey;
    }

    public RateLimits rateLimits() {
        return rateLimits;
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

    public ProgramMeters meters() {
        return meters;
    }

    /** Once the context has started: health checks, the watch of the clock, the purge. */
    void startWatching(CamelContext context, Settings.Health limits, Optional<IngressServer> ingress, Clock clock) {
        new HealthChecks(
                        context,
                        supervisor,
                        store,
                        store.queueSurvey(),
                        daemonState,
                        limits,
                        ingress.map(server -> server::address),
                        clock)
                .register(context);
        clockWatch.start();
        retention.start();
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
        logWhatIsLeft();
        store.close();
    }

    private void logWhatIsLeft() {
        int finished =
                lanes.stream().mapToInt(LaneDispatcher::finishedWhileStopping).sum();
        int inHand = lanes.stream().mapToInt(LaneDispatcher::lanesInHand).sum();
        try {
            List<ConnectorStatus> statuses = supervisor.statuses();
            LOG.info(
                    "Stopped: {} messages finished while stopping; left in the store: {} inbound, {} outbound;"
                            + " conversations that were still in hand: {}",
                    finished,
                    statuses.stream()
                            .mapToLong(status -> status.queueDepth().pendingInbound())
                            .sum(),
                    statuses.stream()
                            .mapToLong(status -> status.queueDepth().pendingOutbox())
                            .sum(),
                    inHand);
        } catch (StoreUnavailableException e) {
            LOG.info("Stopped: {} messages finished while stopping; the rest stays in the store", finished);
        }
    }
}
