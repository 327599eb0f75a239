package io.palyra.connectors.program;

import io.palyra.connectors.access.Access;
import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.approvals.Approvals;
import io.palyra.connectors.cluster.LoneNode;
import io.palyra.connectors.cluster.Membership;
import io.palyra.connectors.cluster.NodeDirectory;
import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.cluster.Turns;
import io.palyra.connectors.daemon.DaemonDesk;
import io.palyra.connectors.daemon.DaemonState;
import io.palyra.connectors.events.EventFeed;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventSearch;
import io.palyra.connectors.events.EventService;
import io.palyra.connectors.events.EventTail;
import io.palyra.connectors.inbox.Inbox;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.ingress.IngressServer;
import io.palyra.connectors.jobs.Jobs;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.lane.storage.Lookups;
import io.palyra.connectors.observe.HealthChecks;
import io.palyra.connectors.observe.MessageLog;
import io.palyra.connectors.observe.ProgramMeters;
import io.palyra.connectors.outbox.Outbox;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.outbox.OutboxSurvey;
import io.palyra.connectors.outbox.UnknownOutcomes;
import io.palyra.connectors.retention.Retention;
import io.palyra.connectors.routes.InboundAccess;
import io.palyra.connectors.session.Sessions;
import io.palyra.connectors.settings.DeclaredConnector;
import io.palyra.connectors.settings.SecretReference;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.statistics.Statistics;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.store.StoreViews;
import io.palyra.connectors.supervisor.ConnectorCatalog;
import io.palyra.connectors.supervisor.ConnectorSupervisor;
import io.palyra.connectors.supervisor.DeadLetterDecisions;
import io.palyra.connectors.supervisor.DeadLetterDesk;
import io.palyra.connectors.supervisor.DeadLetterReplay;
import io.palyra.connectors.supervisor.InboundRoutes;
import io.palyra.connectors.supervisor.InstanceSecrets;
import io.palyra.connectors.supervisor.Supervision;
import io.palyra.connectors.time.Repeated;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.DefaultRegistry;

/**
 * The parts of the program, put together: store, inbox, outbox, supervisor. The Camel context around them is started and
 * stopped by whoever made this; {@link #close()} comes after the context has stopped.
 */
public final class ConnectorProgram implements AutoCloseable {

    private final MessageLog lines = new MessageLog();
    private final SqlStore store;
    private final ProgramStores stores;
    private final ScheduledExecutorService timer;

    /** For what may wait for the store, and so must keep nothing else waiting. */
    private final ScheduledExecutorService housekeeper;

    private final ConnectorCatalog catalog = new ConnectorCatalog(ConnectorType.all());
    private final Supervision supervision;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Access access;
    private final Dispatchers dispatchers;
    private final Retention retention;
    private final DeadLetterDesk deadLetterDesk;
    private final Jobs jobs;
    private final Approvals approvals;
    private final UnknownOutcomes unknownOutcomes;
    private final ProgramMeters meters;
    private final Statistics statistics;
    private final Sessions sessions;
    private final DaemonState daemonState;
    private final DaemonDesk daemonDesk;
    private final SteadyClock clock;
    private final ClockWatch clockWatch;
    private final StateWatch stateWatch;
    private final OwnConfiguration configuration;
    private final EventTail eventTail;
    private final Optional<Nodes> nodes;
    private final NodeDirectory directory;

    /** Takes the store over, and wires everything to the context, which must not be started yet. */
    ConnectorProgram(
            Settings settings,
            SqlStore store,
            ModelCamelContext context,
            SteadyClock clock,
            Surroundings surroundings) {
        EventFeed feed = new EventFeed();
        NodeIdentity identity = ThisNode.of(settings.node());
        this.store = store;
        this.clock = clock;
        meters = new ProgramMeters(store.cluster().map(shared -> identity.name()));
        statistics = new Statistics(
                store.statistics(),
                store.queueSurvey(),
                store.transactions(),
                clock,
                surroundings.ids().get());
        sessions = new Sessions(store.sessions(), store.transactions(), clock);
        stores = ProgramStores.of(store, meters.messages(), lines, statistics, feed);
        timer = surroundings.timers().get();
        housekeeper = surroundings.timers().get();
        lines.tellBy(timer);
        supervision = new Supervision(
                catalog,
                new InboundRoutes(context, new InboundAccess(context)),
                stores.supervisor(),
                new InstanceSecrets(
                        settings.vault().function(),
                        text -> resolve(context, text),
                        text -> Secrets.trouble(text, context::resolvePropertyPlaceholders)),
                timer,
                clock);
        inbox = new Inbox(
                stores.inbox(),
                stores.deadLetters(),
                stores.events(),
                stores.transactions(),
                supervision.sources(),
                clock);
        outbox = new Outbox(stores.outbox(), stores.events(), stores.transactions(), supervision.targets(), clock);
        access = new Access(
                stores.access(), supervision.access(), outbox, stores.events(), stores.transactions(), clock);
        supervision.onLeftOut(access::leftOut);
        supervision.onRemoved(access::forget);
        dispatchers =
                new Dispatchers(settings, stores, supervision, timer, clock, ownerTokens(store, surroundings.ids()));
        dispatchers.onMessage(meters.messages());
        configuration = new OwnConfiguration(settings, text -> resolve(context, text));
        nodes = store.cluster()
                .map(shared ->
                        new Nodes(shared, identity, stores, supervision, access, dispatchers, configuration, clock));
        directory = nodes.<NodeDirectory>map(Nodes::membership)
                .orElseGet(
                        () -> new LoneNode(identity, () -> supervision.roster().enabled(), clock, clock.millis()));
        eventTail = new EventTail(store.eventReaders(), feed, turns().lookInterval());
        retention = new Retention(
                store.retention(),
                stores.transactions(),
                housekeeper,
                turns(),
                new Retention.Ages(
                        settings.retention().delivered(),
                        settings.inbox().dedupeWindow(),
                        settings.retention().deadLetters(),
                        settings.retention().events(),
                        settings.retention().statistics()));
        DeadLetterDecisions decisions = new DeadLetterDecisions(
                stores.deadLetters(),
                stores.inbox(),
                stores.outbox(),
                new DeadLetterReplay(stores.inbox(), outbox),
                stores.events(),
                clock);
        deadLetterDesk = new DeadLetterDesk(stores.deadLetters(), decisions, stores.transactions());
        jobs = new Jobs(store.jobs(), stores.deadLetters(), decisions, stores.transactions(), turns(), clock);
        approvals = new Approvals(
                settings.admin().approvals(),
                store.approvals(),
                stores.events(),
                stores.transactions(),
                catalog,
                supervision,
                directory.ownership()::owns,
                clock);
        unknownOutcomes = new UnknownOutcomes(stores.outbox(), stores.events(), stores.transactions(), clock);
        daemonState = new DaemonState(clock);
        daemonDesk = new DaemonDesk(
                daemonState, dispatchers.inbox(), settings.daemon().address());
        meters.watch(store, supervision, access, daemonState, daemonDesk, clock);
        stateWatch = new StateWatch(
                supervision.roster(), daemonDesk, store::lastingFailure, stores.events(), stores.transactions(), clock);
        clockWatch =
                new ClockWatch(clock, store, timer, (transaction, jump) -> supervision.roster().conditions().stream()
                        .map(connector -> ClockWatch.event(connector.connectorId(), store.clockOf(), jump))
                        .forEach(event -> stores.events().append(transaction, event)));
        new CoreBeans(settings, stores, supervision, clock).bind(context, inbox, outbox, access, dispatchers);
        bindStore(settings, context, feed, clock);
        share(context, new SharedRoutes(ThisNode.of(settings.node()).name(), membership()));
        // What is sent from now on could not be told from what was not
        store.onLost(() -> beginStop(Duration.ZERO));
    }

    /** A claim begins with its node, where there are several. */
    private static Supplier<String> ownerTokens(SqlStore store, Supplier<String> ids) {
        return store.cluster()
                .<Supplier<String>>map(shared -> () -> shared.claimToken(ids.get()))
                .orElse(ids);
    }

    private Turns turns() {
        return nodes.<Turns>map(shared -> shared.membership().jobs()).orElse(Turns.ALWAYS);
    }

    /** What users' routes read: the daemon's state, events, views of the store. */
    private void bindStore(Settings settings, ModelCamelContext context, EventFeed feed, SteadyClock clock) {
        context.getRegistry().bind("palyraDaemonState", daemonState);
        context.getRegistry()
                .bind(
                        "palyraEvents",
                        new EventService(
                                store.eventReaders(),
                                feed,
                                stores.transactions(),
                                clock,
                                turns(),
                                settings.shutdown().deadline()));
        DataSource views = store.views(timer, settings.store().readTimeout()).asBean();
        context.getRegistry(DefaultRegistry.class).addBeanRepository(new NamedBean(StoreViews.NAME, views));
    }

    private static void share(ModelCamelContext context, SharedRoutes routes) {
        try {
            context.addService(routes);
            context.addComponent(SharedRouteComponent.SCHEME, new SharedRouteComponent(routes));
        } catch (Exception e) {
            throw new IllegalStateException("routes that run once cannot be set up: " + e.getMessage(), e);
        }
    }

    /** Camel throws for a reference without a value. */
    private static Optional<String> resolve(ModelCamelContext context, String text) {
        try {
            return Optional.ofNullable(context.resolvePropertyPlaceholders(text))
                    .filter(resolved -> !new SecretReference(text).isOnlyWords(resolved));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Loads the instances that the store knows, and those that the settings declare. */
    void loadInstances(Settings settings) {
        supervision.supervisor().load(Declarations.of(settings));
        if (store.wasOlderThan(AccessUpgrade.SCHEMA)) {
            AccessUpgrade.tell(
                    Stream.concat(
                            supervision.roster().enabled().stream(),
                            settings.connectors().stream().map(DeclaredConnector::connectorId)),
                    supervision.access());
        }
        AccessFindings.tell(supervision.roster().enabled(), access.desk());
    }

    /** Starts the enabled instances: all of them, or those that are this node's. */
    void startInstances() {
        // Before any of them accepts something: what is said is from before
        Repeated.safely("The report of the start", () -> StartReport.log(supervision))
                .run();
        nodes.ifPresentOrElse(Nodes::start, supervision.supervisor()::startEnabled);
    }

    /** The programs that share the store; empty where there can only be one. */
    public Optional<Membership> membership() {
        return nodes.map(Nodes::membership);
    }

    /** The programs that share the store, this one alone where there can only be one. */
    NodeDirectory directory() {
        return directory;
    }

    /** What it is set up with, as other nodes are told. */
    OwnConfiguration configuration() {
        return configuration;
    }

    Lookups lookups() {
        return store.lookups();
    }

    EventSearch eventSearch() {
        return store.eventSearch();
    }

    EventTail eventTail() {
        return eventTail;
    }

    OutboxSurvey outboxSurvey() {
        return store.outboxSurvey();
    }

    public Supervision supervision() {
        return supervision;
    }

    public ConnectorSupervisor supervisor() {
        return supervision.supervisor();
    }

    public ConnectorCatalog catalog() {
        return catalog;
    }

    public Transactions transactions() {
        return stores.transactions();
    }

    public EventLog events() {
        return stores.events();
    }

    public InboxStore inboxStore() {
        return stores.inbox();
    }

    public OutboxStore outboxStore() {
        return stores.outbox();
    }

    public DeadLetterStore deadLetters() {
        return stores.deadLetters();
    }

    public Inbox inbox() {
        return inbox;
    }

    public Outbox outbox() {
        return outbox;
    }

    public Access access() {
        return access;
    }

    public DeadLetterDesk deadLetterDesk() {
        return deadLetterDesk;
    }

    DaemonDesk daemonDesk() {
        return daemonDesk;
    }

    Statistics statistics() {
        return statistics;
    }

    /** What is stored goes by it. */
    Clock clock() {
        return clock;
    }

    Sessions sessions() {
        return sessions;
    }

    Jobs jobs() {
        return jobs;
    }

    Approvals approvals() {
        return approvals;
    }

    public UnknownOutcomes unknownOutcomes() {
        return unknownOutcomes;
    }

    Retention retention() {
        return retention;
    }

    public ProgramMeters meters() {
        return meters;
    }

    /** Once the context has started: health checks, the watch of the clock, the purge. */
    void startWatching(CamelContext context, Settings.Health limits, Optional<IngressServer> ingress, Clock clock) {
        new HealthChecks(
                        context,
                        supervision,
                        store,
                        daemonState,
                        limits,
                        ingress.map(server -> server::address),
                        membership(),
                        clock)
                .register(context);
        clockWatch.start();
        stateWatch.start(timer);
        statistics.start(housekeeper);
        access.sweepBy(housekeeper);
        retention.start();
        jobs.start();
        approvals.start(turns().lookInterval());
    }

    /** Claims nothing more; what is in hand has until the deadline. */
    void beginStop(Duration deadline) {
        stateWatch.end();
        nodes.ifPresent(Nodes::leave);
        dispatchers.beginStop(deadline);
    }

    /** Stores what only memory knows and closes the store. */
    @Override
    public void close() {
        timer.shutdownNow();
        housekeeper.shutdownNow();
        jobs.close();
        approvals.close();
        eventTail.close();
        supervision.storeState();
        statistics.close();
        nodes.ifPresent(Nodes::close);
        new StopReport(store, supervision, dispatchers).log();
        lines.close();
        store.close();
    }
}
