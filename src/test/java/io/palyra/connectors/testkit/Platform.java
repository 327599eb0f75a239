package io.palyra.connectors.testkit;

import io.palyra.connectors.protocol.ConnectorId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What stands in for a platform, and the one connector that talks to it. The program around it may start several times. */
public interface Platform {

    ConnectorId connectorId();

    /** What the instance is declared with. */
    Map<String, String> settings(Path folder) throws IOException;

    /** The program is up, for the first time or again. */
    void started(ProgramUnderTest program);

    /** Whether the session is open. */
    boolean connected();

    /** The texts that the platform has, in the order in which it took them. */
    List<String> taken(String conversation);
}
