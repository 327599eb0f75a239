package io.palyra.connectors.store;

import java.io.IOException;
import java.time.Clock;

/** A process of its own that opens a store, says so, and holds it until it is killed. */
final class StoreHolder {

    static final String OPEN = "open";

    private StoreHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (SqlStore store = SqlStore.openSqlite(arguments[0], true, Clock.systemUTC())) {
            store.instances().all();
            System.out.println(OPEN);
            System.in.transferTo(System.out);
        }
    }
}
