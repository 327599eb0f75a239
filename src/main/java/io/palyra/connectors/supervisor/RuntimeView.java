package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.WireFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an adapter knows of itself, which may be anything: a value that is no JSON is told in its place, the rest is shown. */
final class RuntimeView {

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeView.class);

    private RuntimeView() {}

    static Map<String, Object> of(ConnectorId connectorId, Map<String, Object> runtime) {
        Map<String, Object> view = new LinkedHashMap<>();
        runtime.forEach((name, value) -> view.put(String.valueOf(name), shown(connectorId, name, value)));
        return view;
    }

    private static @Nullable Object shown(ConnectorId connectorId, String name, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            var unused = WireFormat.toTree(value);
            return value;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("{} answers a runtime() whose {} cannot be shown: {}", connectorId, name, e.toString());
            return "cannot be shown, as it is no JSON: "
                    + (e instanceof StackOverflowError
                            ? "it contains itself"
                            : e.getClass().getSimpleName());
        }
    }
}
