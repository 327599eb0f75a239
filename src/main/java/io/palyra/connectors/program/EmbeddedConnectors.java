package io.palyra.connectors.program;

import com.fasterxml.jackson.databind.Module;
import io.palyra.connectors.adapter.KnownConnectors;
import io.palyra.connectors.admin.AdminServer;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.routes.CoreRoutes;
import io.palyra.connectors.routes.CoreStages;
import io.palyra.connectors.routes.FormerNames;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.supervisor.SupervisedRoutes;
import io.palyra.connectors.time.SteadyClock;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program inside a context of somebody else, started and stopped with it. */
public final class EmbeddedConnectors extends LifecycleStrategySupport implements StartupListener {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedConnectors.class);

    private final Map<String, String> given;
    private final Surroundings surroundings;
    private Optional<Running> running = Optional.empty();

    /** From the opening of the store to its closing. */
    private static final class Running {

        private final EmbeddedSettings settings;
        private final SteadyClock clock;
        private final ConnectorProgram program;
        private Optional<AdminServer> admin = Optional.empty();

        Running(EmbeddedSettings settings, SteadyClock clock, ConnectorProgram program) {
            this.settings = settings;
            this.clock = clock;
            this.program = program;
        }
    }

    public EmbeddedConnectors(Map<String, String> given, Surroundings surroundings) {
        this.given = Map.copyOf(given);
        this.surroundings = surroundings;
    }

    /** The host's routes are known by now, and none is made yet. */
    @Override
    public void onContextInitializing(CamelContext context) throws VetoCamelContextStartException {
        EmbeddedSettings read = EmbeddedSettings.read(context, given);
        Settings settings = read.settings();
        settings.warnings().forEach(LOG::warn);
        offer(settings, context.getPropertiesComponent());
        SteadyClock clock = surroundings.clocks().get();
        SqlStore store = surroundings
                .store()
                .open(
                        Secrets.resolve(settings.store(), context::resolvePropertyPlaceholders),
                        ThisNode.of(settings.node()),
                        clock);
        try {
            wire(read, store, (ModelCamelContext) context, clock);
        } catch (RuntimeException | Error e) {
            running.ifPresentOrElse(started -> close(), store::close);
            throw e;
        } catch (Exception e) {
            running.ifPresentOrElse(started -> close(), store::close);
            throw new ProgramStartException("the core routes cannot be loaded: " + e.getMessage(), e);
        }
    }

    private void wire(EmbeddedSettings read, SqlStore store, ModelCamelContext context, SteadyClock clock)
            throws Exception {
        Settings settings = read.settings();
        ConnectorProgram program = new ConnectorProgram(settings, store, context, clock, surroundings);
        running = Optional.of(new Running(read, clock, program));
        context.getRegistry().bind(RoutesJson.MODULE, Module.class, WireFormat.module());
        KnownConnectors known = program.supervision().roster()::requireKnown;
        context.getRegistry().bind("palyraKnownConnectors", known);
        program.loadInstances(settings);
        FormerNames.in(context);
        CoreRoutes.addMissing(context);
        CoreStages.check(context);
        SupervisedRoutes.in(context);
        context.addStartupListener(this);
    }

    /** References to files, and every setting with its default, for placeholders in routes. */
    private static void offer(Settings settings, PropertiesComponent properties) {
        FilePropertiesFunction files = new FilePropertiesFunction();
        if (!properties.hasPropertiesFunction(files.getName())) {
            properties.addPropertiesFunction(files);
        }
        properties.addPropertiesSource(new EmbeddedSettings.Source(settings.effectiveValues()));
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {}

    /** The host's routes run. A failure ends the start; Camel would leave the context running. */
    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        Running started = running.orElseThrow();
        try {
            Settings settings = started.settings.settings();
            started.program.startWatching(context, settings.health(), Optional.empty(), started.clock);
            started.program.startInstances();
            if (started.settings.wantsAdmin()) {
                started.admin = Optional.of(AdminServerStarter.start(started.program, settings, context));
            }
        } catch (RuntimeException e) {
            context.stop();
            throw e;
        }
    }

    @Override
    public void onContextStopping(CamelContext context) {
        running.ifPresent(started -> {
            started.admin.ifPresent(AdminServer::close);
            started.program.beginStop(started.settings.settings().shutdown().deadline());
        });
        if (!context.getStatus().isStoppable()) {
            // Its start has failed: Camel takes it for stopped
            close();
        }
    }

    @Override
    public void onContextStopped(CamelContext context) {
        close();
    }

    private void close() {
        Optional<Running> ended = running;
        running = Optional.empty();
        ended.ifPresent(started -> started.program.close());
    }
}
