package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.ProgramUnderTest;
import io.palyra.connectors.RoutesUnderTest;
import io.palyra.connectors.Surroundings;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.lane.BlockedLanes;
import io.palyra.connectors.lane.LaneSurvey;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import io.palyra.connectors.store.StatementWatch;
import io.palyra.connectors.store.WatchedStore;
import io.palyra.connectors.supervisor.ConnectorStatus;
import io.palyra.connectors.supervisor.ConnectorSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The real program with one Discord instance, {@code discord:ops}, that talks to a loopback Discord. */
public final class DiscordProgram implements AutoCloseable {

    static final ConnectorId OPS = ConnectorId.of("discord:ops");
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final FakeDiscord discord;
    private final Map<String, String> settings;
    private final Surroundings surroundings;
    private ProgramUnderTest running;

    private DiscordProgram(Path folder, FakeDiscord discord, Map<String, String> settings, Surroundings surroundings)
            throws Exception {
        this.folder = folder;
        this.discord = discord;
        this.settings = settings;
        this.surroundings = surroundings;
        this.running = ProgramUnderTest.start(folder, settings, surroundings);
    }

    /** Starts, and waits until the session is open. */
    static DiscordProgram start(Path folder, FakeDiscord discord, String... more) throws Exception {
        DiscordProgram program = startAnyway(folder, discord, more);
        program.awaitConnected();
        return program;
    }

    static DiscordProgram startAnyway(Path folder, FakeDiscord discord, String... more) throws Exception {
        return startAnywayIn(Surroundings.real(), folder, discord, more);
    }

    /** Starts at the given time, and waits until the session is open. */
    static DiscordProgram startAt(Clock clock, Path folder, FakeDiscord discord, String... more) throws Exception {
        return startIn(Surroundings.real().withClock(clock), folder, discord, more);
    }

    private static DiscordProgram startAnywayIn(
            Surroundings surroundings, Path folder, FakeDiscord discord, String... more) throws Exception {
        Map<String, String> settings = settings(folder, discord);
        Arrays.stream(more)
                .map(setting -> setting.split("=", 2))
                .forEach(setting -> settings.put(setting[0], setting[1]));
        return new DiscordProgram(folder, discord, quick(settings), surroundings);
    }

    /** Starts on a store of its own kind, and waits until the session is open. */
    static DiscordProgram startOn(StatementWatch store, Path folder, FakeDiscord discord) throws Exception {
        DiscordProgram program = new DiscordProgram(
                folder,
                discord,
                quick(settings(folder, discord)),
                Surroundings.real().withStore(new WatchedStore(store, new StatementWatch() {})));
        program.awaitConnected();
        return program;
    }

    /** Starts in surroundings of its own, and waits until the session is open. */
    static DiscordProgram startIn(Surroundings surroundings, Path folder, FakeDiscord discord, String... more)
            throws Exception {
        DiscordProgram program = startAnywayIn(surroundings, folder, discord, more);
        program.awaitConnected();
        return program;
    }

    /** Starts with routes of its own, and waits until the session is open. */
    static DiscordProgram startWith(RoutesUnderTest routes, Path folder, FakeDiscord discord) throws Exception {
        DiscordProgram program =
                new DiscordProgram(folder, discord, quick(routes.with(settings(folder, discord))), Surroundings.real());
        program.awaitConnected();
        return program;
    }

    private static Map<String, String> quick(Map<String, String> settings) {
        settings.put("palyra.store.synchronous", "NORMAL");
        return settings;
    }

    /** What a program needs to find this Discord, with the token in a file of the folder. */
    public static Map<String, String> settings(Path folder, FakeDiscord discord) throws IOException {
        writeToken(folder, discord.token());
        return new HashMap<>(Map.of(
                "camel.routecontroller.backOffDelay",
                "100",
                option("enabled"),
                "true",
                option("token"),
                "{{file:" + folder.resolve("token") + "}}",
                option("rest-url"),
                discord.restUrl(),
                option("gateway-url"),
                discord.gatewayUrl(),
                option("requests-per-second"),
                "1000",
                option("egress-allow-loopback"),
                "true"));
    }

    public static void writeToken(Path folder, String token) throws IOException {
        Files.writeString(folder.resolve("token"), token);
    }

    static String option(String name) {
        return "palyra.connectors.discord.ops." + name;
    }

    void stop() throws Exception {
        running.close();
    }

    void startAgain() throws Exception {
        running = ProgramUnderTest.start(folder, settings, surroundings);
    }

    void awaitConnected() {
        await("a session").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(discord.gateway().connected()).isEqualTo(1);
            assertThat(status().liveness()).isEqualTo(Liveness.RUNNING);
            assertThat(runtimeOf("session")).containsEntry("connected", true);
        });
    }

    ProgramUnderTest program() {
        return running;
    }

    ConnectorSupervisor supervisor() {
        return running.program().supervisor();
    }

    ConnectorStatus status() {
        return supervisor().status(OPS);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> runtimeOf(String part) {
        return (Map<String, Object>) supervisor().runtime(OPS).getOrDefault(part, Map.of());
    }

    static OutboundMessageRequest message(
            String envelope, String target, String text, UnaryOperator<OutboundMessageRequestBuilder> more) {
        return more.apply(
                        OutboundMessageRequest.builder(new EnvelopeId(envelope), OPS, new ConversationId(target), text))
                .build();
    }

    void enqueue(String envelope, Channel channel, String text) {
        enqueue(message(envelope, channel.id(), text, builder -> builder));
    }

    void enqueue(OutboundMessageRequest request) {
        running.program().outbox().enqueue(request).join();
    }

    OutboxEntry outbox(String envelope) {
        return running.program()
                .outboxStore()
                .find(OPS, new EnvelopeId(envelope))
                .get(0);
    }

    void awaitState(String envelope, OutboxState state) {
        await(envelope)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outbox(envelope).state()).isEqualTo(state));
    }

    void awaitDelivered(String envelope) {
        awaitState(envelope, OutboxState.DELIVERED);
    }

    /** The instance's events of a type, the newest first. */
    List<LoggedEvent> events(String type) {
        return running.program().events().latest(OPS, 1_000).stream()
                .filter(event -> event.eventType().equals(type))
                .toList();
    }

    /** The embedded daemon answers each message with its text: waits until it has answered these, and no others. */
    void awaitAnswers(Channel channel, List<String> texts) {
        await("answers in " + channel.name()).atMost(PATIENCE).untilAsserted(() -> assertThat(
                        discord.ledger().texts(channel.id()))
                .containsExactlyElementsOf(
                        texts.stream().map(text -> "echo: " + text).toList()));
    }

    /** What may not go on now. */
    BlockedLanes blocked() {
        return running.program().laneSurvey().blocked(OPS, LaneSurvey.Closed.NONE, System.currentTimeMillis());
    }

    /** Where the connector stands in a channel. */
    String cursor(Channel channel) {
        return supervisor().host().cursors(OPS).positions().getOrDefault("channel:" + channel.id(), "");
    }

    @Override
    public void close() throws Exception {
        running.close();
    }
}
