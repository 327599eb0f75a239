package io.palyra.connectors.store;

import java.util.List;

/** A verified copy of a store. */
public record StoreCopy(String file, String schemaVersion, long bytes, List<Table> tables) {

    /** @param bytes without its indexes */
    public record Table(String name, long rows, long bytes) {}

    public StoreCopy {
        tables = List.copyOf(tables);
    }
}
