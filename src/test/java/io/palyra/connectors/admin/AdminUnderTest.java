package io.palyra.connectors.admin;

import static org.awaitility.Awaitility.await;

import io.palyra.connectors.ConnectorProgram;
import io.palyra.connectors.ProgramUnderTest;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.outbox.UnknownOutcomes;
import io.palyra.connectors.server.Connections;
import io.palyra.connectors.supervisor.DeadLetterDesk;
import io.palyra.connectors.supervisor.DeadLetterReplay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;

/**
 * The real program with its real routes and the admin API in front. Besides the built-in instances there is {@code
 * echo:risky}, which does not recognise a second send.
 */
final class AdminUnderTest implements AutoCloseable {

    static final int BODY_BYTES_MAX = 3 * 1024 * 1024;
    static final String ECHO = "/admin/v1/channels/echo:default";
    static final String RISKY = "/admin/v1/channels/echo:risky";
    static final String DISCORD = "/admin/v1/channels/discord:default";
    static final String DISCORD_OPS = "/admin/v1/channels/discord:ops";

    private final ProgramUnderTest program;
    private final AdminServer server;

    private AdminUnderTest(ProgramUnderTest program, AdminServer server) {
        this.program = program;
        this.server = server;
    }

    static AdminUnderTest start(Path folder) throws Exception {
        return start(folder, Map.of(), options(Optional.empty()));
    }

    static AdminUnderTest start(Path folder, Map<String, String> settings, AdminServer.Options options)
            throws Exception {
        return start(folder, settings, options, Connections.Limits.DEFAULT);
    }

    static AdminUnderTest start(
            Path folder, Map<String, String> settings, AdminServer.Options options, Connections.Limits limits)
            throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "palyra.store.synchronous", "NORMAL",
                "palyra.daemon.endpoint", "class:" + ScriptedDaemon.class.getName(),
                "palyra.connectors.echo.risky.enabled", "true",
                "palyra.connectors.echo.risky.idempotent", "false"));
        all.putAll(settings);
        ProgramUnderTest program = ProgramUnderTest.start(folder, all);
        try {
            AdminServer server = new AdminServer(
                    services(program.program(), program.application().context()), options, limits);
            server.start();
            return new AdminUnderTest(program, server);
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
    }

    /** With {@code discord:ops} besides, connected to that Discord. */
    static AdminUnderTest start(Path folder, FakeDiscord discord) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), discord.token());
        String prefix = "palyra.connectors.discord.ops.";
        AdminUnderTest admin = start(
                folder,
                Map.of(
                        prefix + "enabled",
                        "true",
                        prefix + "token",
                        "{{file:" + token + "}}",
                        prefix + "rest-url",
                        discord.restUrl(),
                        prefix + "gateway-url",
                        discord.gatewayUrl(),
                        prefix + "egress-allow-loopback",
                        "true"),
                options(Optional.empty()));
        AdminClient client = admin.client();
        await().until(() ->
                client.get(DISCORD_OPS).at("/runtime/session/connected").asBoolean());
        return admin;
    }

    static AdminServer.Options options(Optional<String> token, String... allowedHosts) {
        return new AdminServer.Options("127.0.0.1", 0, Set.of(allowedHosts), token, BODY_BYTES_MAX);
    }

    private static AdminServices services(ConnectorProgram program, CamelContext context) {
        Clock clock = Clock.systemUTC();
        DeadLetterDesk desk = new DeadLetterDesk(
                program.deadLetters(),
                program.inboxStore(),
                program.outboxStore(),
                new DeadLetterReplay(program.inboxStore(), program.outboxStore(), program.outbox()),
                program.events(),
                program.transactions(),
                clock);
        return new AdminServices(
                program.supervisor(),
                program.catalog(),
                program.inboxStore(),
                program.outbox(),
                program.outboxStore(),
                program.deadLetters(),
                desk,
                new UnknownOutcomes(program.outboxStore(), program.events(), program.transactions(), clock),
                program.laneSurvey(),
                program.outboxSurvey(),
                program.rateLimits(),
                program.events(),
                program.transactions(),
                clock,
                context,
                program.meters()::scrape);
    }

    int port() {
        return server.port();
    }

    AdminServer server() {
        return server;
    }

    CamelContext context() {
        return program.application().context();
    }

    ConnectorProgram program() {
        return program.program();
    }

    AdminClient client() {
        return new AdminClient(server.port());
    }

    @Override
    public void close() throws Exception {
        server.close();
        program.close();
    }
}
