package io.palyra.connectors.test;

import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorConsumer;
import io.palyra.connectors.admin.AdminServer;
import io.palyra.connectors.events.EventSelection;
import io.palyra.connectors.events.EventService;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.program.AdminServerStarter;
import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.program.Surroundings;
import io.palyra.connectors.program.WorkingFolder;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.settings.SettingsLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Phaser;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;

/** The program on a temporary folder, with a clock that stands still and stand-ins for the platforms; it may be started again. */
final class RunningProgram implements AutoCloseable {

    private final ProgramPlan plan;
    private final ProgramFolder folder;
    private final EditedFiles files;
    private final SettableClock clock = new SettableClock(Instant.now());
    private final Platforms platforms = new Platforms();

    /** One party arrives with each event that is committed. */
    private final Phaser happenings = new Phaser(1);

    private ConnectorApplication application;
    private ProducerTemplate template;
    private @Nullable AdminServer admin;

    /** Its route files, and what they were at the start. */
    private record EditedFiles(RouteFolder folder, Map<String, String> pristine) {}

    /** Has the routes, and runs nothing. */
    RunningProgram(ProgramPlan plan) throws Exception {
        this.plan = plan;
        folder = ProgramFolder.create(plan);
        try {
            RouteFolder routes = new RouteFolder(folder.path(), folder.routes());
            files = new EditedFiles(routes, routes.texts());
            application = prepared();
            template = application.context().createProducerTemplate();
        } catch (Exception | LinkageError e) {
            folder.close();
            throw e;
        }
    }

    private ConnectorApplication prepared() throws Exception {
        ConnectorApplication preparing = made();
        preparing.prepare();
        ModelCamelContext context = preparing.context();
        StandIn.forAllBut(plan.realKinds(), context, platforms);
        platforms.watch(context, plan.realKinds());
        plan.daemon().ifPresent(daemon -> context.getRegistry().bind(AnsweringDaemon.BEAN, daemon));
        context.getRegistry()
                .lookupByNameAndType("palyraEvents", EventService.class)
                .feed()
                .listen(new EventSelection(List.of(), null, null), happenings::arrive);
        return preparing;
    }

    private ConnectorApplication made() {
        Properties options = new Properties();
        options.putAll(StorePlace.find().settings(folder.path()));
        options.put("palyra.ingress.port", "0");
        options.put("palyra.http.port", "0");
        // A clock that a test moves must not end the lease of what is in hand meanwhile
        options.put("palyra.outbox.lease", "365d");
        options.put("camel.main.routesIncludePattern", "file:" + folder.routes() + "/*.camel.yaml");
        options.put("camel.main.routesReloadDirectory", folder.routes().toString());
        options.put("test.folder", folder.path().toString());
        options.putAll(plan.settings());
        return new ConnectorApplication(
                SettingsLoader.load(Optional.of(folder.settings()), Map.of(), options, WorkingFolder.connectorKinds()),
                Surroundings.real()
                        .withClock(clock)
                        .withTimers(QuickLooks::new)
                        .withOptions(options)
                        .withSettingsFile(folder.settings()));
    }

    void start() throws Exception {
        plan.advices().forEach(advice -> advice.apply(context()));
        application.start();
        template.start();
    }

    /** On the same store. */
    void restart() throws Exception {
        admin = null;
        application.close();
        application = prepared();
        template = application.context().createProducerTemplate();
        start();
    }

    ConnectorApplication application() {
        return application;
    }

    ModelCamelContext context() {
        return application.context();
    }

    Path folder() {
        return folder.path();
    }

    EditedRoutes editedRoutes() {
        return new EditedRoutes(files.folder(), files.pristine(), context());
    }

    /** The admin API's port; it is opened when it is asked for first, and closes with the program. */
    int adminPort() {
        if (admin == null) {
            admin = AdminServerStarter.start(application);
        }
        return admin.port();
    }

    ProducerTemplate template() {
        return template;
    }

    SettableClock clock() {
        return clock;
    }

    /** Where the platform's messages come to an instance that runs. */
    ConnectorConsumer consumer(ConnectorId connectorId) {
        return context()
                .getComponent(ConnectorComponent.SCHEME_PREFIX + connectorId.kind(), ConnectorComponent.class)
                .consumer(connectorId)
                .orElseThrow(() -> new IllegalStateException(connectorId + " does not run"));
    }

    StoreLook store() {
        return new StoreLook(
                application.program(),
                context().getRegistry().lookupByNameAndType("palyraStore", DataSource.class),
                clock);
    }

    /** Waits for what happens here. */
    Patience patience(Duration atMost) {
        return new Patience(atMost, happenings);
    }

    /** What a platform has, in the order in which it took it. */
    List<OutboundMessageRequest> taken(String conversation) {
        return platforms.taken(conversation);
    }

    /** Whether the store knows of all that was taken. */
    boolean hasReceipts(String conversation) {
        return taken(conversation).stream()
                .flatMap(request ->
                        application.program().outboxStore().find(request.connectorId(), request.envelopeId()).stream()
                                .filter(part -> part.envelopeId().equals(request.envelopeId())))
                .allMatch(part -> part.state() == OutboxState.DELIVERED);
    }

    /** For the message of a failed assertion. */
    String describe(String conversation) {
        String elsewhere = platforms.elsewhere(conversation).collect(Collectors.joining(", "));
        return "\nOther conversations that were given something: " + (elsewhere.isEmpty() ? "none" : elsewhere)
                + store().describe(conversation);
    }

    @Override
    public void close() {
        try {
            application.close();
        } catch (Exception e) {
            throw new IllegalStateException("the program does not stop: " + e.getMessage(), e);
        } finally {
            folder.close();
        }
    }
}
