package io.palyra.connectors.discord;

import org.jspecify.annotations.Nullable;

/** Hands a session from one test to the next where the first has left it as good as new; opening one is what tests wait for. */
final class SpareSession implements AutoCloseable {

    private @Nullable OpenSession spare;

    OpenSession take() throws Exception {
        OpenSession taken = spare == null ? OpenSession.start() : spare;
        spare = null;
        return taken;
    }

    void giveBack(OpenSession open, boolean asGoodAsNew) throws Exception {
        if (asGoodAsNew) {
            spare = open;
        } else {
            open.close();
        }
    }

    @Override
    public void close() throws Exception {
        if (spare != null) {
            spare.close();
        }
    }
}
