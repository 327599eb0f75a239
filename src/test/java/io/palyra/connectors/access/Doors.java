package io.palyra.connectors.access;

import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.util.LinkedHashMap;
import java.util.Map;

/** A started program with some doors, each to a platform of its own. */
final class Doors implements AutoCloseable {

    private final ProgramUnderTest program;
    private final Map<ConnectorId, Door> doors = new LinkedHashMap<>();

    private Doors(ProgramUnderTest program) {
        this.program = program;
    }

    /** @param names of the instances */
    static Doors start(ProgramSetup setup, String... names) throws Exception {
        Map<ConnectorId, FlakyPlatform> platforms = new LinkedHashMap<>();
        for (String name : names) {
            ConnectorId id = id(name);
            platforms.put(id, FlakyPlatform.fresh(id));
            setup.settings(Door.settings(id));
        }
        Doors started = new Doors(setup.about(id(names[0])).start());
        platforms.forEach((id, platform) -> started.doors.put(id, Door.of(started.program, id, platform)));
        return started;
    }

    private static ConnectorId id(String name) {
        return ConnectorId.of("flaky:" + name);
    }

    Door door(String name) {
        return doors.get(id(name));
    }

    ProgramUnderTest program() {
        return program;
    }

    @Override
    public void close() throws Exception {
        program.close();
    }
}
