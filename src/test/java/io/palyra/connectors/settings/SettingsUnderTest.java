package io.palyra.connectors.settings;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.palyra.connectors.protocol.ConnectorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The three sources, filled step by step, with an echo, a discord, a slack and a telegram kind. */
final class SettingsUnderTest {

    static final Set<ConnectorKindOptions> KINDS = Set.of(
            new ConnectorKindOptions(new ConnectorKind("echo"), Set.of("idempotent")),
            new ConnectorKindOptions(
                    new ConnectorKind("discord"),
                    Set.of("rest-url", "gateway-url", "egress-allow-loopback", "other-bots", "bot-loop-limit")),
            new ConnectorKindOptions(
                    new ConnectorKind("slack"), Set.of("app-token", "api-url", "reply-in-thread", "thread-memory")),
            new ConnectorKindOptions(
                    new ConnectorKind("telegram"), Set.of("resend-unknown", "take-over-webhook", "pacing")));

    private Optional<Path> file = Optional.empty();
    private final Map<String, String> environment = new HashMap<>();
    private final Properties systemProperties = new Properties();

    static SettingsUnderTest settings() {
        return new SettingsUnderTest();
    }

    SettingsUnderTest file(Path folder, String... lines) {
        try {
            return file(Files.write(folder.resolve("application.properties"), List.of(lines)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SettingsUnderTest file(Path existing) {
        file = Optional.of(existing);
        return this;
    }

    SettingsUnderTest variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    SettingsUnderTest option(String key, String value) {
        systemProperties.setProperty(key, value);
        return this;
    }

    Settings load() {
        return SettingsLoader.load(file, environment, systemProperties, KINDS);
    }

    List<String> problems() {
        InvalidSettingException refused = catchThrowableOfType(InvalidSettingException.class, this::load);
        return refused == null ? List.of() : refused.problems();
    }

    /** The only problem there is. */
    String problem() {
        List<String> problems = problems();
        if (problems.size() != 1) {
            throw new AssertionError("expected one problem: " + problems);
        }
        return problems.get(0);
    }
}
