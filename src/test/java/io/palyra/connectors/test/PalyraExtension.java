package io.palyra.connectors.test;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.SenderId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.util.function.ThrowingConsumer;
import org.jspecify.annotations.Nullable;
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
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {

    /**
     * A message that was said on the platform.
     *
     * @param admitted whether it is in the inbox now, and was not before
     * @param reason why, or why not: filtered, known already, what a step failed with
     * @param comesAgainAfter when the connector lets it in once more, as a step has failed; null where it does not
     */
    public record Said(
            InboundMessageEvent event,
            boolean admitted,
            String reason,
            @Nullable Duration comesAgainAfter) {

        public String envelopeId() {
            return event.envelopeId().value();
        }
    }

    private final ProgramPlan plan = new ProgramPlan();
    private final AtomicInteger messages = new AtomicInteger();
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
        Stream.of(more).map(Path::of).forEach(plan.routes()::add);
        return this;
    }

    /** Adds a route file that the test itself says: its name, as in {@code notes.camel.yaml}, and what is in it. */
    public PalyraExtension routeFile(String file, String text) {
        plan.routeText(file, text);
        return this;
    }

    /**
     * Changes a route file, one of the core or an added one, before the program starts.
     *
     * @param change from the text of the file to another one
     */
    public PalyraExtension editRouteFile(String file, UnaryOperator<String> change) {
        plan.edits().add(new ProgramPlan.Edit(file, change));
        return this;
    }

    /** @param more {@code key=value}, as in {@code application.properties}; {@code {{test.folder}}} is {@link #folder} */
    public PalyraExtension settings(String... more) {
        Stream.of(more).forEach(plan::setting);
        return this;
    }

    /** Puts into {@link #folder}, before the program starts, what its routes need then, such as a database. */
    public PalyraExtension prepareFolder(ThrowingConsumer<Path, Exception> preparation) {
        plan.preparations().add(preparation);
        return this;
    }

    /** Declares and enables instances; it is the first one that the platform's messages come to. */
    public PalyraExtension connectors(String first, String... others) {
        plan.connector(ConnectorId.of(first));
        Stream.concat(Stream.of(first), Stream.of(others)).map(ConnectorId::of).forEach(plan::enable);
        return this;
    }

    /** Connectors of these kinds run as they are: kinds of your own, and what they talk to is the test's. */
    public PalyraExtension notStoodIn(String... kinds) {
        Stream.of(kinds).map(ConnectorKind::new).forEach(plan::notStoodIn);
        return this;
    }

    /**
     * What the daemon answers to a text, null for nothing; unless told otherwise it is "echo: " and the text. {@link
     * HttpDaemon} is one that speaks HTTP.
     */
    public PalyraExtension daemon(Function<String, @Nullable String> answers) {
        plan.daemon(answers);
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
        ProgramPlan.Advice advice = new ProgramPlan.Advice(routeId, changes);
        if (program == null) {
            plan.advices().add(advice);
        } else {
            advice.apply(context());
        }
        return this;
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
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext test) throws Exception {
        close();
    }

    /** Starts without JUnit, for a program that is made in the middle of a test; {@link #close} stops it. */
    public PalyraExtension start() throws Exception {
        prepare();
        startPrepared();
        return this;
    }

    void prepare() throws Exception {
        program = new RunningProgram(plan);
    }

    void startPrepared() {
        try {
            running().start();
        } catch (Exception e) {
            close();
            throw new IllegalStateException("the program does not start: " + e.getMessage(), e);
        }
    }

    /**
     * Stops the program and starts it again, on the same store and folder, with what was declared before its first start. The
     * platform keeps what it was given. What came from {@link #context}, {@link #template} and {@link #editedRoutes} before is
     * of no use any more.
     */
    public void restart() throws Exception {
        running().restart();
    }

    /** Stops the program, and deletes its folder. */
    @Override
    public void close() {
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

    /**
     * The API by which operators pause queues, replay dead letters or register connectors, on a port of its own, which is
     * opened by the first call of this.
     *
     * @param path with its slash
     */
    public URI admin(String path) {
        return URI.create("http://127.0.0.1:" + running().adminPort() + path);
    }

    /** The route files, to be edited while the program runs. */
    public EditedRoutes editedRoutes() {
        return running().editedRoutes();
    }

    /**
     * What the store knows, by the views for reports.
     *
     * @param select as in {@code SELECT state FROM palyra_outbox_v1 WHERE conversation_id = 'team'}
     * @return the rows, each by the names of its columns
     */
    public List<Map<String, @Nullable Object>> store(String select) {
        return running().store().query(select);
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
        return whenPlatformSays(plan.connector().value(), conversation, text);
    }

    /** The same, to another connector than the first that was declared. */
    public Said whenPlatformSays(String connector, String conversation, String text) {
        return whenPlatformSays(InboundMessageEvent.builder(
                        new EnvelopeId("message-" + messages.incrementAndGet()),
                        ConnectorId.of(connector),
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
            return new Said(event, outcome.accepted() && !outcome.duplicate(), outcome.decisionReason(), null);
        } catch (InboundRefusedException e) {
            return new Said(
                    event,
                    false,
                    Objects.requireNonNullElse(e.getMessage(), "refused"),
                    e.isForGood() ? null : e.retryAfter());
        }
    }

    // What has to happen

    private Outcomes outcomes() {
        return new Outcomes(running(), patience);
    }

    /** The platform has been given these in the conversation, in this order, and nothing else; fails as soon as it has. */
    public void assertDelivered(String conversation, String... texts) {
        outcomes().assertDelivered(conversation, List.of(texts));
    }

    /** The texts that the platform has been given in the conversation by now. */
    public List<String> delivered(String conversation) {
        return outcomes().delivered(conversation);
    }

    /**
     * All that the platform has been given in the conversation, with attachments and threads, once nothing is on its way; what
     * waits for a later time may.
     */
    public List<OutboundMessageRequest> allDelivered(String conversation) {
        return outcomes().allDelivered(conversation);
    }

    /** Nothing was given to the platform in the conversation, and nothing is on its way; what waits for a later time may. */
    public void assertNothingDelivered(String conversation) {
        outcomes().assertNothingDelivered(conversation);
    }

    /**
     * A message of the conversation has failed and waits for its next attempt.
     *
     * @return for how long, by the program's clock; while nothing gets through to the daemon or the platform, it may be
     *     another message that is tried then
     */
    public Duration assertWaits(String conversation) {
        return outcomes().assertWaits(conversation);
    }

    /** A message of the conversation, of either direction, is a dead letter for a reason that contains this. */
    public void assertDeadLetter(String conversation, String reason) {
        outcomes().assertDeadLetter(conversation, reason);
    }
}
