package io.palyra.connectors.testkit;

import io.palyra.connectors.protocol.ConnectorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An instance that talks to a platform on loopback, with its token in a file. Conversations are named by their channels' ids.
 * Whoever writes there is let in, unless a test says otherwise.
 */
abstract class LoopbackInstance implements Platform {

    private static final String TOKEN = "token";

    private final ConnectorId id;
    private @Nullable ProgramUnderTest program;

    LoopbackInstance(ConnectorId id) {
        this.id = id;
    }

    static void writeToken(Path folder, String token) throws IOException {
        writeSecret(folder, TOKEN, token);
    }

    static void writeSecret(Path folder, String name, String secret) throws IOException {
        Files.writeString(folder.resolve(name), secret);
    }

    /** The key of one option of an instance. */
    static String key(ConnectorId id, String name) {
        return "palyra.connectors." + id.kind() + "." + id.name() + "." + name;
    }

    /** What a setting has that takes the secret of that name. */
    static String secret(Path folder, String name) {
        return "{{file:" + folder.resolve(name) + "}}";
    }

    /** What the platform takes for the bot's. */
    abstract String token();

    /** What only this platform has, by the names of options; writes what files they need. */
    abstract Map<String, String> options(Path folder) throws IOException;

    /** How many connections of the bot the platform counts. */
    abstract int connections();

    @Override
    public ConnectorId connectorId() {
        return id;
    }

    @Override
    public Map<String, String> settings(Path folder) throws IOException {
        writeToken(folder, token());
        Map<String, String> all = new HashMap<>(options(folder));
        all.putAll(Map.of(
                "enabled",
                "true",
                TOKEN,
                secret(folder, TOKEN),
                "egress-allow-loopback",
                "true",
                "access-dm",
                "open",
                "access-groups",
                "all"));
        Map<String, String> settings = new HashMap<>();
        all.forEach((option, value) -> settings.put(key(id, option), value));
        return settings;
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
        return connections() == 1
                && Boolean.TRUE.equals(connector.runtimeOf("session").get("connected"));
    }

    @Override
    public abstract List<String> taken(String conversation);
}
