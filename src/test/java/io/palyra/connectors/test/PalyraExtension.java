package io.palyra.connectors.test;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.test.StoreLook.Row;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.util.function.ThrowingConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AssertionFailureBuilder;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The program with routes under test, for {@code @RegisterExtension}: a {@code static} field is one program for the class, which
 * its tests share, each with conversations of its own; another field is a program for each test.
 *
 * <p>The store is a temporary one. No platform is talked to: what a connector sends is taken here, whatever its kind, and fails
 * by the markers of the echo connector. The clock stands still until {@link #passTime}. Assertions wait for what has to happen,
 * {@link #patience} at most, and fail with what did happen.
 */
public final class PalyraExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final int SHOWN_MAX = 300;

    /**
     * A message that was said on the platform.
     *
     * @param admitted whether it is in the inbox now, and was not before
     * @param reason why, or why not: filtered, known already, what a step failed with
     */
    public record Said(InboundMessageEvent event, boolean admitted, String reason) {

        public String envelopeId() {
            return event.envelopeId().value();
        }
    }

    private record Advice(String routeId, ThrowingConsumer<AdviceWithRouteBuilder, Exception> changes) {}

    private final List<Path> routes = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Advice> advices = new ArrayList<>();
    private final AtomicInteger messages = new AtomicInteger();
    private ConnectorId connector = ConnectorId.of("echo:default");
    private Optional<Function<String, @Nullable String>> daemon = Optional.empty();
    private Duration patience = Duration.ofSeconds(10);
    private boolean sharedByClass;
    private @Nullable RunningProgram program;

    private PalyraExtension() {}

    // What to start

    /** With the program's own routes, and echo:default. */
    public static PalyraExtension program() {
        return new PalyraExtension();
    }

    /**
     * Adds routes.
     *
     * @param more files, or folders with {@code *.camel.yaml}. One that is named as a core file ({@code inbound.camel.yaml})
     *     stands in its place
     */
    public PalyraExtension routes(String... more) {
        Stream.of(more).map(Path::of).forEach(routes::add);
        return this;
    }

    /** @param more {@code key=value}, as in {@code application.properties}; {@code {{test.folder}}} is {@link #folder} */
    public PalyraExtension settings(String... more) {
        for (String setting : more) {
            String[] parts = setting.split("=", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("settings: \"" + setting + "\" is not of the form key=value");
            }
            settings.put(parts[0].strip(), parts[1].strip());
        }
        return this;
    }

    /** Declares and enables instances; it is the first one that the platform's messages come to. */
    public PalyraExtension connectors(String first, String... others) {
        connector = ConnectorId.of(first);
        Stream.concat(Stream.of(first), Stream.of(others))
                .map(ConnectorId::of)
                .forEach(id -> settings.put("palyra.connectors." + id.kind() + "." + id.name() + ".enabled", "true"));
        return this;
    }

    /** What the daemon answers to a text, null for nothing; unless told otherwise it is "echo: " and the text. */
    public PalyraExtension daemon(Function<String, @Nullable String> answers) {
        daemon = Optional.of(answers);
        settings.put("palyra.daemon.endpoint", "bean:" + AnsweringDaemon.BEAN);
        return this;
    }

    /** How long an assertion waits; 10 s unless told otherwise. */
    public PalyraExtension patience(Duration atMost) {
        patience = atMost;
        return this;
    }

    /**
     * Changes a route: before it starts if the program has not started, else at once and for as long as it runs. The inbound
     * route of a connector ({@code inbound-echo:default}) exists once the program has started.
     */
    public PalyraExtension adviceWith(String routeId, ThrowingConsumer<AdviceWithRouteBuilder, Exception> changes) {
        if (program == null) {
            advices.add(new Advice(routeId, changes));
        } else {
            apply(new Advice(routeId, changes));
        }
        return this;
    }

    private void apply(Advice advice) {
        try {
            boolean runs = context().isStarted();
            AdviceWith.adviceWith(context(), advice.routeId(), advice.changes());
            if (runs) {
                // The supervising route controller leaves what is added later as it is
                context().getRouteController().startRoute(advice.routeId());
            }
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "adviceWith: route " + advice.routeId() + " cannot be changed: " + e.getMessage(), e);
        }
    }

    // Its life

    @Override
    public void beforeAll(ExtensionContext test) throws Exception {
        sharedByClass = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        if (sharedByClass) {
            MockEndpoint.resetMocks(context());
        } else {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        if (!sharedByClass) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext test) throws Exception {
        stop();
    }

    private void start() throws Exception {
        prepare();
        startPrepared();
    }

    void prepare() throws Exception {
        program = new RunningProgram(routes, settings);
        daemon.ifPresent(answers -> context().getRegistry().bind(AnsweringDaemon.BEAN, new AnsweringDaemon(answers)));
    }

    void startPrepared() {
        try {
            advices.forEach(this::apply);
            running().start();
        } catch (Exception e) {
            stop();
            throw new IllegalStateException("the program does not start: " + e.getMessage(), e);
        }
    }

    void stop() {
        RunningProgram stopping = program;
        program = null;
        if (stopping != null) {
            stopping.close();
        }
    }

    private RunningProgram running() {
        if (program == null) {
            throw new IllegalStateException(
                    "the program does not run: declare the PalyraExtension with @RegisterExtension,"
                            + " in a static field where @BeforeAll uses it");
        }
        return program;
    }

    // What the test does

    public ModelCamelContext context() {
        return running().context();
    }

    /** Sends to the routes under test. */
    public ProducerTemplate template() {
        return running().template();
    }

    /** An endpoint {@code mock:…} that a route was advised to send to; reset between the tests that share a program. */
    public MockEndpoint mock(String uri) {
        return context().getEndpoint(uri, MockEndpoint.class);
    }

    /** A folder for what routes read and write; it is deleted when the program stops. */
    public Path folder() {
        return running().folder();
    }

    /**
     * Where webhooks come in: {@code platform-http:} paths of routes, and calls for connectors below {@code /connectors}.
     *
     * @param path with its slash
     */
    public URI ingress(String path) {
        return URI.create(
                "http://" + running().application().ingress().orElseThrow().address() + path);
    }

    /** The program's time. */
    public Clock clock() {
        return running().clock();
    }

    /** Moves the program's time on. What waits by a timer of Camel's ({@code timer:}, {@code quartz:}) does not see it. */
    public void passTime(Duration time) {
        running().clock().advance(time);
    }

    /** Somebody writes to the connector. Comes back once the message is stored, or is not. */
    public Said whenPlatformSays(String conversation, String text) {
        return whenPlatformSays(InboundMessageEvent.builder(
                        new EnvelopeId("message-" + messages.incrementAndGet()),
                        connector,
                        new ConversationId(conversation),
                        new SenderId("user"),
                        text)
                .build());
    }

    /** The same with every field as the test wants it; the one of before comes again as {@code said.event()}. */
    public Said whenPlatformSays(InboundMessageEvent event) {
        return said(
                event,
                () -> running().application().program().supervision().calls().emit(event));
    }

    /**
     * The same as the platform hands it over, so that the rules of access decide about it; the messages above are let in
     * whoever writes.
     *
     * @param facts what only the platform knows of the message: whether it mentions the bot, say
     */
    public Said whenPlatformSays(InboundMessageEvent event, InboundFacts facts) {
        return said(event, () -> running().consumer(event.connectorId()).emit(event, facts));
    }

    @FunctionalInterface
    private interface Emission {
        InboundIngestOutcome emit() throws InboundRefusedException;
    }

    private static Said said(InboundMessageEvent event, Emission emission) {
        try {
            InboundIngestOutcome outcome = emission.emit();
            return new Said(event, outcome.accepted() && !outcome.duplicate(), outcome.decisionReason());
        } catch (InboundRefusedException e) {
            return new Said(event, false, Objects.requireNonNullElse(e.getMessage(), "refused"));
        }
    }

    // What has to happen

    /** The platform has been given these in the conversation, in this order, and nothing else; fails as soon as it has. */
    public void assertDelivered(String conversation, String... texts) {
        List<String> expected = List.of(texts);
        patience().await(() -> isDelivered(conversation, expected) || isOtherwise(conversation, expected));
        if (!isDelivered(conversation, expected)) {
            throw failure(
                    conversation,
                    "the platform was to be given other messages",
                    expected,
                    running().taken(conversation));
        }
    }

    private Patience patience() {
        return running().patience(patience);
    }

    private boolean isDelivered(String conversation, List<String> expected) {
        return running().taken(conversation).equals(expected) && running().hasReceipts(conversation);
    }

    /** It never gives a message back. */
    private boolean isOtherwise(String conversation, List<String> expected) {
        List<String> taken = running().taken(conversation);
        return taken.size() > expected.size() || !taken.equals(expected.subList(0, taken.size()));
    }

    /** The texts that the platform has been given in the conversation by now. */
    public List<String> delivered(String conversation) {
        return running().taken(conversation);
    }

    /** Nothing was given to the platform in the conversation, and nothing is on its way; what waits for a later time may. */
    public void assertNothingDelivered(String conversation) {
        boolean atRest = patience().await(() -> running().store().isAtRest(conversation));
        List<String> taken = running().taken(conversation);
        if (!taken.isEmpty()) {
            throw failure(conversation, "the platform was to be given nothing", List.of(), taken);
        } else if (!atRest) {
            throw failure(conversation, "messages are still on their way", "nothing in hand", "messages in hand");
        }
    }

    /**
     * A message of the conversation has failed and waits for its next attempt.
     *
     * @return for how long, by the program's clock
     */
    public Duration assertWaits(String conversation) {
        return patience()
                .eventually(() -> running().store().waiting(conversation))
                .map(Row::nextUnixMs)
                .map(next -> Duration.ofMillis(next - clock().millis()))
                .orElseThrow(() -> failure(
                        conversation, "no message waits for its next attempt", "one that waits", "none that waits"));
    }

    /** A message of the conversation, of either direction, is a dead letter for a reason that contains this. */
    public void assertDeadLetter(String conversation, String reason) {
        Optional<DeadLetter> found = patience().eventually(() -> deadLetters(conversation).stream()
                .filter(letter -> letter.reason().contains(reason))
                .findFirst());
        if (found.isEmpty()) {
            throw failure(
                    conversation,
                    "no dead letter has such a reason",
                    reason,
                    deadLetters(conversation).stream().map(DeadLetter::reason).toList());
        }
    }

    private List<DeadLetter> deadLetters(String conversation) {
        return running().store().deadLetters(conversation);
    }

    private AssertionError failure(String conversation, String what, Object expected, Object actual) {
        return AssertionFailureBuilder.assertionFailure()
                .message("conversation \"" + conversation + "\": " + what + "\nexpected: " + shown(expected)
                        + "\nbut was:  " + shown(actual) + running().describe(conversation))
                .includeValuesInMessage(false)
                .expected(expected)
                .actual(actual)
                .build();
    }

    private static String shown(Object values) {
        return values instanceof List<?> list
                ? list.stream().map(PalyraExtension::shown).collect(Collectors.joining(", ", "[", "]"))
                : String.valueOf(values).replaceFirst("(?s)^(.{" + SHOWN_MAX + "}).+", "$1…");
    }
}
