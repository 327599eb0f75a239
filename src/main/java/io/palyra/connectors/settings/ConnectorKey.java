package io.palyra.connectors.settings;

import io.palyra.connectors.protocol.ConnectorKind;
import java.util.Locale;

/** One {@code palyra.connectors.<kind>.<name>.<option>} key, taken apart. The name is in lower case and otherwise unchecked. */
record ConnectorKey(ConnectorKind kind, String name, String option) {

    ConnectorKey {
        name = name.toLowerCase(Locale.ROOT);
    }

    String text() {
        return ConnectorKeys.PREFIX + kind.value() + "." + name + "." + option;
    }
}
