package io.palyra.connectors;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.settings.ConnectorKindOptions;
import io.palyra.connectors.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** The real program with the real {@code application.properties} and {@code routes/}, on a store of its own. */
public final class ProgramUnderTest implements AutoCloseable {

    public static final ConnectorId ECHO = ConnectorId.of("echo:default");

    private final ConnectorApplication application;

    private ProgramUnderTest(ConnectorApplication application) {
        this.application = application;
    }

    /** Starts with settings that win over the file's. */
    public static ProgramUnderTest start(Path folder, Map<String, String> settings) throws Exception {
        return start(folder, settings, Surroundings.real());
    }

    /** Starts with its own time, timers or store. */
    public static ProgramUnderTest start(Path folder, Map<String, String> settings, Surroundings surroundings)
            throws Exception {
        Properties properties = new Properties();
        properties.setProperty("palyra.store.url", "jdbc:sqlite:" + folder.resolve("store.db"));
        properties.setProperty("palyra.http.port", "0");
        properties.putAll(settings);
        Set<ConnectorKindOptions> kinds = ConnectorType.all().stream()
                .map(type -> new ConnectorKindOptions(type.kind(), type.declarableOptions()))
                .collect(Collectors.toSet());
        return withSystemProperties(settings, () -> {
            ConnectorApplication application = new ConnectorApplication(
                    SettingsLoader.load(Optional.of(Path.of("application.properties")), Map.of(), properties, kinds),
                    surroundings);
            application.start();
            return new ProgramUnderTest(application);
        });
    }

    /** Camel's own settings, and the parameters of routes, are taken as {@code -D} options. */
    private static ProgramUnderTest withSystemProperties(Map<String, String> settings, Callable<ProgramUnderTest> start)
            throws Exception {
        List<String> keys = settings.keySet().stream()
                .filter(key -> !key.startsWith("palyra."))
                .toList();
        keys.forEach(key -> System.setProperty(key, settings.get(key)));
        try {
            return start.call();
        } finally {
            keys.forEach(System::clearProperty);
        }
    }

    public ConnectorApplication application() {
        return application;
    }

    public ConnectorProgram program() {
        return application.program();
    }

    /** Lets a message in at the echo connector's consumer. */
    public InboundIngestOutcome receive(String envelopeId, String conversation, String body)
            throws InboundRefusedException {
        return program().supervisor().emit(event(envelopeId, conversation, body));
    }

    public static InboundMessageEvent event(String envelopeId, String conversation, String body) {
        return InboundMessageEvent.builder(
                        new EnvelopeId(envelopeId), ECHO, new ConversationId(conversation), new SenderId("user"), body)
                .build();
    }

    public Optional<OutboxEntry> outbox(String envelopeId) {
        List<OutboxEntry> entries = program().outboxStore().find(ECHO, new EnvelopeId(envelopeId));
        return entries.stream().findFirst();
    }

    public Optional<InboxEntry> inbox(String envelopeId) {
        return program().inboxStore().find(ECHO, new EnvelopeId(envelopeId));
    }

    /** The echo connector's events of one type about one message, oldest first. */
    public List<LoggedEvent> events(String envelopeId, EventType type) {
        List<LoggedEvent> events = new ArrayList<>(program().events().latest(ECHO, 1000));
        Collections.reverse(events);
        return events.stream()
                .filter(event -> event.eventType().equals(type.wireName()))
                .filter(event -> event.details() != null
                        && event.details().path("envelope_id").asText().equals(envelopeId))
                .toList();
    }

    @Override
    public void close() throws Exception {
        application.close();
    }
}
