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

    /** @param patience how long a rule waits for what has to happen */
    static Subject start(PlatformUnderTest platform, Path folder, Duration patience) throws Exception {
        InboxGate inbox = new InboxGate();
        return new Subject(
                platform,
                ProgramUnderTest.in(folder)
                        .platform(platform)
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
