package io.palyra.connectors.admin;

import io.palyra.connectors.settings.Role;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The program of the API's tests, with the API in front. Its daemon fails on demand, and besides the built-in instances
 * there is {@code echo:risky}, which does not recognise a second send.
 */
final class AdminSetup {

    static final int BODY_BYTES_MAX = 3 * 1024 * 1024;
    static final String ECHO = "/admin/v1/channels/echo:default";
    static final String RISKY = "/admin/v1/channels/echo:risky";
    static final String DISCORD = "/admin/v1/channels/discord:default";
    static final String DISCORD_OPS = "/admin/v1/channels/discord:ops";

    private AdminSetup() {}

    /** A token of each role, whose name is that of the role. */
    static String[] tokensOfEachRole() {
        return Arrays.stream(Role.values())
                .flatMap(role -> role == Role.ADMIN
                        ? Stream.of("palyra.admin.token=" + token("admin"))
                        : Stream.of(
                                "palyra.admin.tokens." + role + ".token=" + token(role.wireName()),
                                "palyra.admin.tokens." + role + ".role=" + role))
                .toArray(String[]::new);
    }

    /** The header of the token with this name, and more. */
    static String[] bearer(String name, String... more) {
        return Stream.concat(Stream.of("Authorization", "Bearer " + token(name)), Arrays.stream(more))
                .toArray(String[]::new);
    }

    private static String token(String name) {
        return "t0ken-of-" + name;
    }

    static ProgramSetup in(Path folder) {
        return ProgramUnderTest.in(folder)
                .settings(
                        "palyra.daemon.endpoint=class:" + ScriptedDaemon.class.getName(),
                        "palyra.connectors.echo.risky.enabled=true",
                        "palyra.connectors.echo.risky.idempotent=false")
                .admin();
    }
}
