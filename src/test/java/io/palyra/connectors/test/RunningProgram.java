package io.palyra.connectors.test;

import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorConsumer;
import io.palyra.connectors.events.EventSelection;
import io.palyra.connectors.events.EventService;
import io.palyra.connectors.fake.FastTime;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.outbox.OutboxState;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.model.ModelCamelContext;

/** The program on a temporary folder, with a clock that stands still and stand-ins for all platforms. */
final class RunningProgram implements AutoCloseable {

    /** What has become due by moving the clock is seen within 50 ms. */
    private static final int LOOKS_FASTER = 20;

    private final ProgramFolder folder;
    private final ConnectorApplication application;
    private final SettableClock clock = new SettableClock(Instant.now());
    private final List<OutboundMessageRequest> taken = new CopyOnWriteArrayList<>();
    private final ProducerTemplate template;

    /** One party arrives with each event that is committed. */
    private final Phaser happenings = new Phaser(1);

    /** Has the routes, and runs nothing. */
    RunningProgram(List<Path> routes, Map<String, String> settings) throws Exception {
        folder = ProgramFolder.create(routes);
        try {
            application = application(settings);
            application.prepare();
            StandIn.forAll(application.context(), taken::add);
            template = application.context().createProducerTemplate();
            bean("palyraEvents", EventService.class)
                    .feed()
                    .listen(new EventSelection(List.of(), null, null), happenings::arrive);
        } catch (Exception | LinkageError e) {
            folder.close();
            throw e;
        }
    }

    private ConnectorApplication application(Map<String, String> settings) {
        Properties options = new Properties();
        options.putAll(Map.of(
                "palyra.store.url",
                "jdbc:sqlite:" + folder.store(),
                "palyra.store.synchronous",
                "NORMAL",
                "palyra.ingress.port",
                "0",
                "camel.main.routesIncludePattern",
                "file:" + folder.routes() + "/*.camel.yaml",
                "camel.main.routesReloadEnabled",
                "false"));
        options.put("test.folder", folder.path().toString());
        options.putAll(settings);
        FastTime looks = new FastTime(LOOKS_FASTER);
        return new ConnectorApplication(
                SettingsLoader.load(Optional.of(folder.settings()), Map.of(), options, WorkingFolder.connectorKinds()),
                Surroundings.real()
                        .withClock(clock)
                        .withTimers(looks::timer)
                        .withOptions(options)
                        .withSettingsFile(folder.settings()));
    }

    void start() throws Exception {
        application.start();
        template.start();
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
        return new StoreLook(application.program(), bean("palyraStore", DataSource.class), clock);
    }

    private <T> T bean(String name, Class<T> type) {
        return context().getRegistry().lookupByNameAndType(name, type);
    }

    /** Waits for what happens here. */
    Patience patience(Duration atMost) {
        return new Patience(atMost, happenings);
    }

    /** The texts that a platform has, in the order in which it took them. */
    List<String> taken(String conversation) {
        return requests(conversation).map(OutboundMessageRequest::text).toList();
    }

    /** Whether the store knows of all that was taken. */
    boolean hasReceipts(String conversation) {
        return requests(conversation)
                .flatMap(request ->
                        application.program().outboxStore().find(request.connectorId(), request.envelopeId()).stream()
                                .filter(part -> part.envelopeId().equals(request.envelopeId())))
                .allMatch(part -> part.state() == OutboxState.DELIVERED);
    }

    private Stream<OutboundMessageRequest> requests(String conversation) {
        Conversation here = new Conversation(conversation);
        return taken.stream().filter(request -> here.is(request.conversationId().value()));
    }

    /** For the message of a failed assertion. */
    String describe(String conversation) {
        String elsewhere = taken.stream()
                .map(request -> request.conversationId().value())
                .filter(other -> !new Conversation(conversation).is(other))
                .distinct()
                .collect(Collectors.joining(", "));
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
