package io.palyra.connectors.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.lane.storage.BlockedLanes;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.program.ConnectorProgram;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.supervisor.ConnectorStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/**
 * One connector of a running program: what a test has it do, and what the program then says of it. Survives restarts of the
 * program. Whatever begins with {@code await} fails after the program's patience.
 */
public abstract class ConnectorUnderTest {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int EVENTS_MAX = 1_000;

    private final ConnectorId id;
    private final Duration patience;

    ConnectorUnderTest(ConnectorId id, Duration patience) {
        this.id = id;
        this.patience = patience;
    }

    /** The program that runs now. */
    public abstract ConnectorProgram program();

    public ConnectorId id() {
        return id;
    }

    // Messages from the platform

    /** Lets a message in at the connector's consumer. */
    public InboundIngestOutcome receive(String envelope, String conversation, String body)
            throws InboundRefusedException {
        return program().supervision().calls().emit(event(envelope, conversation, body));
    }

    /** A message of somebody to this connector. */
    public InboundMessageEvent event(String envelope, String conversation, String body) {
        return event(id, envelope, conversation, body);
    }

    static InboundMessageEvent event(ConnectorId to, String envelope, String conversation, String body) {
        return InboundMessageEvent.builder(
                        new EnvelopeId(envelope), to, new ConversationId(conversation), new SenderId("user"), body)
                .build();
    }

    public Optional<InboxEntry> inbox(String envelope) {
        return program().inboxStore().find(id, new EnvelopeId(envelope));
    }

    /** When the message is tried next: its own wait, and that of a closed daemon; empty while it is in hand, and at its end. */
    public OptionalLong nextTryUnixMs(String envelope) {
        InboxEntry entry = inbox(envelope).orElseThrow();
        Optional<Outage> outage =
                program().supervision().reach().outage(Direction.INBOUND, id).filter(Outage::probing);
        if (entry.state() != InboxState.PENDING
                || outage.map(Outage::probeInHand).orElse(false)) {
            return OptionalLong.empty();
        }
        return Stream.of(Optional.ofNullable(entry.nextAttemptUnixMs()), outage.map(Outage::nextProbeUnixMs))
                .flatMap(Optional::stream)
                .mapToLong(Long::longValue)
                .max();
    }

    /** Until nothing is left to be asked about the message, however long that takes: each of its waits passes on this clock. */
    public InboxEntry awaitSettled(String envelope, SettableClock clock) {
        within().alias(envelope).until(() -> {
            nextTryUnixMs(envelope).ifPresent(clock::advanceTo);
            return inbox(envelope).orElseThrow().state() != InboxState.PENDING;
        });
        return inbox(envelope).orElseThrow();
    }

    // Messages to the platform

    public OutboundMessageRequestBuilder message(String envelope, String conversation, String text) {
        return OutboundMessageRequest.builder(new EnvelopeId(envelope), id, new ConversationId(conversation), text);
    }

    public EnqueueOutcome enqueue(OutboundMessageRequest request) {
        return program().outbox().enqueue(request).join();
    }

    public EnqueueOutcome enqueue(String envelope, String conversation, String text) {
        return enqueue(message(envelope, conversation, text).build());
    }

    /** Messages into one conversation, each with a text that names it. */
    public void enqueueAll(String conversation, String... envelopes) {
        for (String envelope : envelopes) {
            enqueue(envelope, conversation, "text of " + envelope);
        }
    }

    /** The message, or its first part; nothing where the outbox does not know it. */
    public Optional<OutboxEntry> findOutbox(String envelope) {
        return program().outboxStore().find(id, new EnvelopeId(envelope)).stream()
                .findFirst();
    }

    /** The message, which is in the outbox. */
    public OutboxEntry outbox(String envelope) {
        return findOutbox(envelope)
                .orElseThrow(() -> new AssertionError("the outbox of " + id + " has no " + envelope));
    }

    public void awaitDelivered(String... envelopes) {
        for (String envelope : envelopes) {
            awaitState(envelope, OutboxState.DELIVERED);
        }
    }

    /** Fails as soon as the message has ended otherwise. */
    public void awaitState(String envelope, OutboxState state) {
        awaitThat(() -> assertThat(outbox(envelope).state())
                .as("state of %s", envelope)
                .isIn(state, OutboxState.DELIVERED, OutboxState.DEAD));
        assertThat(outbox(envelope).state()).as("state of %s", envelope).isEqualTo(state);
    }

    // What happened

    /** Oldest first. */
    public List<LoggedEvent> events() {
        List<LoggedEvent> events = new ArrayList<>(program().events().latest(id, EVENTS_MAX));
        Collections.reverse(events);
        assertThat(events).allSatisfy(event -> assertThat(event.connectorId()).isEqualTo(id));
        return events;
    }

    /** Of one type, oldest first. */
    public List<LoggedEvent> events(String type) {
        return events().stream().filter(event -> event.eventType().equals(type)).toList();
    }

    /** Of one type about one message, oldest first. */
    public List<LoggedEvent> events(String envelope, EventType type) {
        return events(type.wireName()).stream()
                .filter(event -> event.details() != null
                        && event.details().path("envelope_id").asText().equals(envelope))
                .toList();
    }

    public List<String> eventTypes() {
        return events().stream().map(LoggedEvent::eventType).toList();
    }

    public void awaitEvent(String type) {
        awaitThat(() -> assertThat(eventTypes()).as("events of %s", id).contains(type));
    }

    // The instance

    /** Registers and enables it, with nothing but its name. */
    public void register() {
        program().supervisor().register(spec());
    }

    public ConnectorInstanceSpec spec() {
        return spec(id);
    }

    /** Enabled, with nothing but its name. */
    public static ConnectorInstanceSpec spec(ConnectorId id) {
        return ConnectorInstanceSpec.forAccount(id.kind(), id.name()).withEnabled(true);
    }

    public ConnectorStatus status() {
        return program().supervision().roster().status(id);
    }

    public ConnectorCapabilitySet capabilities() {
        return program().catalog().find(id.kind()).capabilities();
    }

    /** One part of what the connector tells about its run; empty while it tells nothing of the kind. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> runtimeOf(String part) {
        return (Map<String, Object>) program().supervision().calls().runtime(id).getOrDefault(part, Map.of());
    }

    /** How far the connector has read, by place. */
    public Map<String, String> cursors() {
        return program().supervision().host().cursors(id).positions();
    }

    /** The same for one place; empty where it has none. */
    public String cursor(String place) {
        return cursors().getOrDefault(place, "");
    }

    /** Its conversations that may not go on now. */
    public BlockedLanes blocked() {
        return program().supervision().queues().blocked(id);
    }

    /** Until the connector tells that it has a session. */
    public void awaitSession() {
        awaitThat(() -> assertThat(runtimeOf("session")).as("session of %s", id).containsEntry("connected", true));
    }

    /** Asks again and again, until it holds. */
    public void awaitThat(ThrowingRunnable assertion) {
        within().untilAsserted(assertion);
    }

    /** For a wait of another form. */
    public ConditionFactory within() {
        return await().pollDelay(Duration.ZERO).pollInterval(LOOK).atMost(patience);
    }

    Duration patience() {
        return patience;
    }
}
