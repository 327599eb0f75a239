package io.palyra.connectors.admin;

import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;

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

    static ProgramSetup in(Path folder) {
        return ProgramUnderTest.in(folder)
                .settings(
                        "palyra.daemon.endpoint=class:" + ScriptedDaemon.class.getName(),
                        "palyra.connectors.echo.risky.enabled=true",
                        "palyra.connectors.echo.risky.idempotent=false")
                .admin();
    }
}
