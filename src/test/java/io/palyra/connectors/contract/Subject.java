package io.palyra.connectors.contract;

import io.palyra.connectors.testkit.InboxGate;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The connector that is held to its contract.
 *
 * @param program the real one, with the connector's instance
 * @param inbox makes the program's store refuse messages
 */
record Subject(PlatformUnderTest platform, ProgramUnderTest program, InboxGate inbox) implements AutoCloseable {

    /** How often another bot and ours may answer each other in a minute. */
    static final int BOT_LOOP_LIMIT = 3;

    /** @param patience how long a rule waits for what has to happen */
    static Subject start(PlatformUnderTest platform, Path folder, Duration patience) throws Exception {
        InboxGate inbox = new InboxGate();
        String instance = "palyra.connectors." + platform.connectorId().kind() + "."
                + platform.connectorId().name();
        return new Subject(
                platform,
                ProgramUnderTest.in(folder)
                        .platform(platform)
                        .settings(instance + ".access-dm=open", instance + ".access-groups=all")
                        .settings(instance + ".other-bots=mention", instance + ".bot-loop-limit=" + BOT_LOOP_LIMIT)
                        .store(inbox)
                        .patience(patience)
                        .startAnyway(),
                inbox);
    }

    @Override
    public void close() throws Exception {
        program.close();
    }
}
