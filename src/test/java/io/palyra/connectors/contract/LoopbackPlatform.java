package io.palyra.connectors.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A platform of which there is a loopback server, reached with a token that stands in a file. */
abstract class LoopbackPlatform implements PlatformUnderTest {

    private final ConnectorId id;
    private @Nullable Path token;
    private @Nullable ProgramUnderTest program;

    LoopbackPlatform(String kind) {
        this.id = ConnectorId.of(kind + ":contract");
    }

    /** The one that the server takes. */
    abstract String token();

    /** Options of the instance beside those that every one has. */
    abstract Map<String, String> options(Path folder) throws IOException;

    @Override
    public final ConnectorId connectorId() {
        return id;
    }

    @Override
    public final Map<String, String> settings(Path folder) throws IOException {
        token = folder.resolve("token");
        credential(true);
        Map<String, String> options = new HashMap<>(options(folder));
        options.putAll(Map.of("enabled", "true", "token", reference(token), "egress-allow-loopback", "true"));
        Map<String, String> settings = new HashMap<>();
        options.forEach((option, value) ->
                settings.put("palyra.connectors." + id.kind() + "." + id.name() + "." + option, value));
        return settings;
    }

    /** How settings name a secret that stands in a file. */
    static String reference(Path file) {
        return "{{file:" + file + "}}";
    }

    @Override
    public final void started(ProgramUnderTest running) {
        program = running;
    }

    /** Whether the session says that it is connected. */
    final boolean isSessionConnected() {
        ProgramUnderTest running = assertThat(program).isNotNull().actual();
        return Boolean.TRUE.equals(running.connector(id).runtimeOf("session").get("connected"));
    }

    @Override
    public final void credential(boolean present) throws IOException {
        Path file = assertThat(token).isNotNull().actual();
        if (present) {
            Files.writeString(file, token());
        } else {
            Files.deleteIfExists(file);
        }
    }
}
