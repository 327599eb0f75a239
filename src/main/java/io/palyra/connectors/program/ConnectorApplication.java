package io.palyra.connectors.program;

import io.palyra.connectors.adapter.KnownConnectors;
import io.palyra.connectors.ingress.IngressServer;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.routes.CoreStages;
import io.palyra.connectors.routes.FormerNames;
import io.palyra.connectors.routes.InProcess;
import io.palyra.connectors.routes.OutsideHeaders;
import io.palyra.connectors.routes.RouteCheck;
import io.palyra.connectors.routes.RouteErrors;
import io.palyra.connectors.routes.RouteFailures;
import io.palyra.connectors.routes.RouteFiles;
import io.palyra.connectors.routes.RouteOrigins;
import io.palyra.connectors.routes.RoutesWithoutInput;
import io.palyra.connectors.routes.SafeRouteReload;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.supervisor.ServedInstances;
import io.palyra.connectors.time.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program inside camel-main: reads the settings and routes of the working directory, starts the connectors once the
 * routes run, and stops everything in the opposite order.
 */
public final class ConnectorApplication implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorApplication.class);

    /** How much longer than the deadline Camel may take; a route that still hangs then is left behind. */
    private static final Duration CAMEL_GRACE = Duration.ofSeconds(1);

    /** What closing the store may take after that. */
    private static final Duration STORE_GRACE = Duration.ofSeconds(4);

    private final Settings settings;
    private final Surroundings surroundings;
    private final SteadyClock clock;
    private final Properties reload;
    private final Main camel = new Main();
    private final List<Consumer<ConnectorApplication>> onStarted = new ArrayList<>();
    private final List<Runnable> beforeStop = new ArrayList<>();
    private Optional<Set<ConnectorId>> only = Optional.empty();
    private boolean routes = true;
    private Set<String> leftOut = Set.of();
    private Optional<RouteFiles.Contents> loaded = Optional.empty();
    private Optional<StoreOpening> opening = Optional.empty();
    private Optional<IngressServer> ingress = Optional.empty();
    private volatile Optional<ConnectorProgram> program = Optional.empty();

    public ConnectorApplication(Settings settings) {
        this(settings, Surroundings.real());
    }

    public ConnectorApplication(Settings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.clock = surroundings.clocks().get();
        camel.setDefaultPropertyPlaceholderLocation("file:" + surroundings.settingsFile());
        this.reload = WorkingFolder.properties(surroundings.settingsFile(), surroundings.options());
        camel.setOverrideProperties(CamelOverrides.of(settings, reload, surroundings.options()));
        camel.configure()
                .setShutdownTimeout((int) settings.shutdown().deadline().toSeconds() + 1);
        // Camel's default is file and line, of which the log would show the line
        camel.configure().setLogName("${routeId}");
        // They are among the overrides, so that what must be as it is here wins over them
        camel.configure().setAutoConfigurationSystemPropertiesEnabled(false);
        // Camel's own would hold the process for its timeout and 15 s more
        camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
        camel.addMainListener(new Lifecycle());
        // It costs a fifth of the start; camel.main.jmxEnabled=true switches it on
        camel.configure().setJmxEnabled(false);
    }

    /** Starts these connectors only, whatever is enabled; one that is not declared is registered. */
    public static ConnectorApplication forSimulation(Settings settings, Set<ConnectorId> connectors) {
        ConnectorApplication application = new ConnectorApplication(settings);
        application.only = Optional.of(connectors);
        return application;
    }

    /**
     * With the settings of the folder and none of its routes, to try route files in.
     *
     * @see io.palyra.connectors.routes.RouteCheck
     */
    public static ConnectorApplication withoutRoutes(Settings settings) {
        ConnectorApplication application = forSimulation(settings, Set.of());
        application.routes = false;
        application.camel.addOverrideProperty(CamelOverrides.ROUTES_PATTERN, "false");
        return application;
    }

    /** Tries files as a reload would. */
    public RouteCheck routeCheck() {
        return new RouteCheck(context(), routesFolder(), routesPattern());
    }

    private String routesFolder() {
        return reload.getProperty("camel.main.routesReloadDirectory", WorkingFolder.ROUTES.toString());
    }

    private String routesPattern() {
        return reload.getProperty("camel.main.routesReloadPattern", "*.camel.yaml");
    }

    /** The routes that a simulation leaves out, each with its input. */
    public Set<String> leftOut() {
        return leftOut;
    }

    /** Registers what runs once routes and connectors have started. */
    public void onStarted(Consumer<ConnectorApplication> action) {
        onStarted.add(action);
    }

    /** Registers what runs before the routes stop. */
    public void beforeStop(Runnable action) {
        beforeStop.add(action);
    }

    public Settings settings() {
        return settings;
    }

    /** The port for webhooks, where there is one. */
    public Optional<IngressServer> ingress() {
        return ingress;
    }

    public ConnectorProgram program() {
        return program.orElseThrow(() -> new IllegalStateException("the program is not started"));
    }

    public ModelCamelContext context() {
        return (ModelCamelContext) camel.getCamelContext();
    }

    /** Starts and returns. */
    public void start() throws Exception {
        if (opening.isEmpty()) {
            prepare();
        }
        try {
            camel.start();
            startConnectors();
        } catch (Exception | Error e) {
            throw closed(e);
        }
    }

    /** The first half of a start: the routes are in the context, and none of them runs. */
    public void prepare() throws Exception {
        CamelOverrides.refuseOtherServers(reload);
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        opening = Optional.of(StoreOpening.begin(() -> surroundings
                .store()
                .open(Secrets.resolve(settings.store(), reload, loader), ThisNode.of(settings.node()), clock)));
        try {
            camel.init();
        } catch (Exception | Error e) {
            throw closed(e);
        }
    }

    private ProgramStartException closed(Throwable failure) throws Exception {
        String described = RouteErrors.describe(context(), failure);
        String reason =
                loaded.map(files -> files.withoutSecrets(context(), described)).orElse(described);
        close();
        return new ProgramStartException(reason, failure);
    }

    /** Starts, and returns once the process was asked to stop and everything has stopped. */
    public void run() throws Exception {
        new UntilAsked(longestStop(settings.shutdown())).run(this);
    }

    /** From the signal to the end of the process, which ends then whatever still hangs. */
    public static Duration longestStop(Settings.Shutdown shutdown) {
        return shutdown.deadline().plus(CAMEL_GRACE).plus(STORE_GRACE);
    }

    private void startConnectors() {
        program().startWatching(context(), settings.health(), ingress, clock);
        only.ifPresentOrElse(program().supervisor()::startOnly, program()::startInstances);
        if (only.isEmpty()) {
            ingress.ifPresent(IngressServer::listen);
        }
        onStarted.forEach(action -> action.accept(this));
    }

    private void prepareStop() {
        beforeStop.forEach(Runnable::run);
        beforeStop.clear();
        ingress.ifPresent(IngressServer::refuse);
        program.ifPresent(running -> running.beginStop(settings.shutdown().deadline()));
    }

    @Override
    public void close() throws Exception {
        prepareStop();
        stopCamel();
        ingress.ifPresent(IngressServer::close);
        ingress = Optional.empty();
        program.ifPresentOrElse(ConnectorProgram::close, () -> opening.ifPresent(StoreOpening::closeUnused));
        opening = Optional.empty();
        program = Optional.empty();
    }

    /** Bounded: a route of the user's own that hangs must not keep the process. */
    private void stopCamel() throws InterruptedException {
        Thread stopping = new Thread(camel::stop, "palyra-camel-stop");
        stopping.setDaemon(true);
        stopping.start();
        Duration patience = settings.shutdown().deadline().plus(CAMEL_GRACE);
        stopping.join(patience.toMillis());
        if (stopping.isAlive()) {
            LOG.warn(
                    "Some routes were still busy {} s after the stop; they are abandoned",
                    settings.shutdown().deadline().toSeconds());
        }
    }

    private final class Lifecycle extends MainListenerSupport {

        @Override
        public void beforeConfigure(BaseMainSupport main) {
            SharedRegistry.useIn(context());
            readRoutes();
            loaded.ifPresent(RouteFiles.Contents::refuseWhatCannotBeRead);
            // Threads that are not of Camel's making find ext/ too
            context().setApplicationContextClassLoader(Thread.currentThread().getContextClassLoader());
            FormerNames.in(context());
            context().getExecutorServiceManager().setShutdownAwaitTermination(CAMEL_GRACE.toMillis());
            context().getPropertiesComponent().addPropertiesFunction(new FilePropertiesFunction());
            RouteFailures.tellIn(context(), clock);
            OutsideHeaders.removeIn(context());
            RouteOrigins.keepIn(context());
            RoutesWithoutInput.refuseIn(context());
            ConnectorProgram made =
                    new ConnectorProgram(settings, opening.orElseThrow().store(), context(), clock, surroundings);
            program = Optional.of(made);
            made.configuration().extensions(WorkingFolder.EXTENSIONS);
            loaded.ifPresent(files -> made.configuration().routes(files.texts()));
            RoutesJson.bind(context());
            ingress = IngressServer.of(
                    context(),
                    settings.ingress().host(),
                    settings.ingress().port(),
                    made.supervision().webhooks());
            made.loadInstances(settings);
            // What the real store knows is not known to one that is thrown away
            KnownConnectors known = only.isEmpty()
                    ? made.supervision().roster()::requireKnown
                    : made.supervision().roster()::requireUsable;
            context().getRegistry().bind("palyraKnownConnectors", known);
            only.ifPresent(ids -> served(made, ids));
        }

        /** A simulation enables some and disables the others once its routes run; a check of routes speaks of a start. */
        private void served(ConnectorProgram made, Set<ConnectorId> ids) {
            List<ConnectorId> served = routes
                    ? ids.stream().filter(id -> made.catalog().knows(id.kind())).toList()
                    : made.supervision().roster().enabled();
            context().getRegistry().bind(CoreBeans.SERVED_INSTANCES, ServedInstances.class, (ServedInstances)
                    () -> served);
        }

        @Override
        public void afterConfigure(BaseMainSupport main) {
            if (routes) {
                loaded.ifPresent(RouteFiles.Contents::refuseWhatIsPassedOver);
                CoreStages.check(context());
                if (only.isPresent()) {
                    leaveOut();
                }
                addReload();
            }
        }

        private void leaveOut() {
            try {
                leftOut = InProcess.keepOnly(context());
            } catch (Exception e) {
                throw new IllegalStateException("routes cannot be left out: " + e.getMessage(), e);
            }
        }

        /** Before Camel does, so that an edit between the two is seen as one. */
        private void readRoutes() {
            try {
                loaded = routes && Files.isDirectory(Path.of(routesFolder()))
                        ? Optional.of(routeFiles().read())
                        : Optional.empty();
            } catch (IOException e) {
                throw new ProgramStartException(
                        "camel.main.routesReloadDirectory = \"" + routesFolder() + "\" cannot be read: "
                                + RouteErrors.describe(e),
                        e);
            }
        }

        private RouteFiles routeFiles() {
            return new RouteFiles(routesFolder(), routesPattern());
        }

        private void addReload() {
            if (only.isEmpty() && Boolean.parseBoolean(reload.getProperty(CamelOverrides.RELOAD_ENABLED))) {
                RouteFiles.Contents before = loaded.orElseThrow(() -> new ProgramStartException(
                        "camel.main.routesReloadDirectory = \"" + routesFolder() + "\" is no folder"));
                SafeRouteReload watcher = new SafeRouteReload(
                        routeFiles(), before, () -> program().supervisor().renewRoutes(), clock);
                watcher.onLoaded(program().configuration()::routes);
                try {
                    context().addService(watcher);
                } catch (Exception e) {
                    throw new IllegalStateException("live reload cannot be set up: " + e.getMessage(), e);
                }
            }
        }
    }
}
