package io.palyra.connectors.testkit;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.protocol.ConnectorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An instance that talks to a loopback Discord, with its token in a file. Conversations are named by their channels' ids.
 * Whoever writes there is let in, unless a test says otherwise.
 */
public final class LoopbackDiscord implements Platform {

    /** The instance of most tests. */
    public static final ConnectorId OPS = ConnectorId.of("discord:ops");

    private static final String TOKEN = "token";

    private final ConnectorId id;
    private final FakeDiscord discord;
    private @Nullable ProgramUnderTest program;

    public LoopbackDiscord(ConnectorId id, FakeDiscord discord) {
        this.id = id;
        this.discord = discord;
    }

    /** Settings of {@link #OPS}; writes its token into the folder. */
    public static Map<String, String> settings(Path folder, FakeDiscord discord) throws IOException {
        return new LoopbackDiscord(OPS, discord).settings(folder);
    }

    public static void writeToken(Path folder, String token) throws IOException {
        Files.writeString(folder.resolve(TOKEN), token);
    }

    /** The key of one option of {@link #OPS}. */
    public static String option(String name) {
        return key(OPS, name);
    }

    /** Of {@link #OPS}: strangers ask first, and in groups only what speaks to the bot is taken. */
    public static String[] strangersAsk() {
        return new String[] {option("access-dm") + "=pairing", option("access-groups") + "=mention"};
    }

    private static String key(ConnectorId id, String name) {
        return "palyra.connectors.discord." + id.name() + "." + name;
    }

    @Override
    public ConnectorId connectorId() {
        return id;
    }

    @Override
    public Map<String, String> settings(Path folder) throws IOException {
        writeToken(folder, discord.token());
        return Map.of(
                key(id, "enabled"),
                "true",
                key(id, "token"),
                "{{file:" + folder.resolve(TOKEN) + "}}",
                key(id, "rest-url"),
                discord.restUrl(),
                key(id, "gateway-url"),
                discord.gatewayUrl(),
                key(id, "requests-per-second"),
                "1000",
                key(id, "egress-allow-loopback"),
                "true",
                key(id, "access-dm"),
                "open",
                key(id, "access-groups"),
                "all");
    }

    @Override
    public void started(ProgramUnderTest running) {
        program = running;
    }

    /** Both sides say so, and the bot is not there twice. */
    @Override
    public boolean connected() {
        ConnectorUnderTest connector =
                Objects.requireNonNull(program, "not started").connector(id);
        return discord.gateway().connected() == 1
                && Boolean.TRUE.equals(connector.runtimeOf("session").get("connected"));
    }

    @Override
    public List<String> taken(String conversation) {
        return discord.ledger().texts(conversation);
    }
}
