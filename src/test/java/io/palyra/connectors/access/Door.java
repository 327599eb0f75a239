package io.palyra.connectors.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InboundMessageEventBuilder;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.testkit.ConnectorUnderTest;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One instance with rules: what people write to it on its platform, what becomes of that, and what they are told. */
final class Door {

    /** What becomes of a message that is let in. */
    static final String IN = "in";

    private static final Pattern REFUSED = Pattern.compile("access refused \\((\\w+)\\): .+");
    private static final Pattern REQUEST_CODE = Pattern.compile("\\b[0-9A-HJKMNP-TV-Z]{6}\\b");
    private static final AtomicInteger MESSAGES = new AtomicInteger();

    private final ConnectorId id;
    private final ProgramUnderTest program;
    private final FlakyPlatform platform;
    private final Map<String, List<String>> told;

    private Door(ConnectorId id, ProgramUnderTest program, FlakyPlatform platform, Map<String, List<String>> told) {
        this.id = id;
        this.program = program;
        this.platform = platform;
        this.told = told;
    }

    /** What a program is to be started with, for this instance to be there with the defaults of platforms. */
    static String[] settings(ConnectorId id, String... more) {
        String prefix = "palyra.connectors." + id.kind() + "." + id.name() + ".";
        return Stream.concat(
                        Stream.of("enabled=true", "access-dm=pairing", "access-groups=mention", "other-bots=mention"),
                        Stream.of(more))
                .map(setting -> prefix + setting)
                .toArray(String[]::new);
    }

    /** Of a program that runs, or will; its platform takes everything. */
    static Door of(ProgramUnderTest program, ConnectorId id, FlakyPlatform platform) {
        Map<String, List<String>> told = new ConcurrentHashMap<>();
        platform.answers(request -> took(told, request));
        return new Door(id, program, platform, told);
    }

    private static DeliveryOutcome took(Map<String, List<String>> told, OutboundMessageRequest request) {
        told.computeIfAbsent(request.conversationId().value(), any -> new CopyOnWriteArrayList<>())
                .add(request.text());
        return FlakyPlatform.delivered(request);
    }

    /** Its platform answers otherwise; what it takes counts as told. */
    void platformAnswers(Function<OutboundMessageRequest, DeliveryOutcome> answer) {
        platform.answers(request -> {
            DeliveryOutcome outcome = answer.apply(request);
            return outcome instanceof DeliveryOutcome.Delivered ? took(told, request) : outcome;
        });
    }

    ConnectorId id() {
        return id;
    }

    ConnectorUnderTest connector() {
        return program.connector(id);
    }

    AccessDesk desk() {
        return program.program().access().desk();
    }

    AccessDesk.View view() {
        return desk().view(id);
    }

    /** A message in the sender's own direct conversation with the bot. */
    InboundMessageEventBuilder direct(String sender, String text) {
        return message(sender, text, "dm-" + sender).directMessage(true);
    }

    InboundMessageEventBuilder group(String sender, String text) {
        return message(sender, text, "g1");
    }

    private InboundMessageEventBuilder message(String sender, String text, String conversation) {
        return InboundMessageEvent.builder(
                new EnvelopeId("m" + MESSAGES.incrementAndGet()),
                id,
                new ConversationId(conversation),
                new SenderId(sender),
                text);
    }

    /** @return the wire name of the reason for which it is refused, or {@link #IN} */
    String says(InboundMessageEvent event) {
        return says(event, InboundFacts.NONE);
    }

    String says(InboundMessageEvent event, InboundFacts facts) {
        try {
            return became(platform.says(event, facts));
        } catch (InboundRefusedException e) {
            throw new AssertionError(e);
        }
    }

    /** @throws InboundRefusedException where the program does not take it now */
    String saysOrIsPutOff(InboundMessageEvent event) throws InboundRefusedException {
        return became(platform.says(event, InboundFacts.NONE));
    }

    private static String became(InboundIngestOutcome outcome) {
        if (outcome.accepted()) {
            return IN;
        }
        Matcher refused = REFUSED.matcher(outcome.decisionReason());
        return refused.matches() ? refused.group(1) : outcome.decisionReason();
    }

    /** Says it in a direct conversation. */
    String says(String sender, String text) {
        return says(direct(sender, text).build());
    }

    /** What a sender was told in his direct conversation, in order; empty if nothing. */
    List<String> told(String sender) {
        return List.copyOf(told.getOrDefault("dm-" + sender, List.of()));
    }

    void awaitTold(String sender, String... texts) {
        program.awaitThat(() -> assertThat(told(sender)).containsExactly(texts));
    }

    /** Until everything that was to be said by now is said, and nothing is left to be done about it. */
    void awaitQuiet() {
        program.awaitThat(() -> {
            // In this order: what was inbound is outbound now
            assertThat(connector().status().queueDepth().pendingInbound()).isZero();
            assertThat(connector().status().queueDepth().pendingOutbox()).isZero();
        });
    }

    /** How many answers people have had in all. */
    long toldInAll() {
        return told.values().stream().mapToLong(List::size).sum();
    }

    /** The code that a stranger is told. */
    String requestCode(String sender) {
        program.awaitThat(() -> assertThat(told(sender)).isNotEmpty());
        Matcher code = REQUEST_CODE.matcher(told(sender).get(told(sender).size() - 1));
        assertThat(code.find()).isTrue();
        return code.group();
    }

    /** What is refused of a sender leaves these, oldest first. */
    List<LoggedEvent> refusals(String sender) {
        return events("inbound.refused", sender);
    }

    List<LoggedEvent> events(String type, String sender) {
        return connector().events(type).stream()
                .filter(event -> event.details().path("sender_id").asText().equals(sender))
                .toList();
    }

    static List<Integer> counts(List<LoggedEvent> refusals) {
        return refusals.stream()
                .map(event -> event.details().path("count").asInt())
                .toList();
    }
}
