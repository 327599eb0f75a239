package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.Readiness;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the program asks of an adapter for every message and every look at it; without an answer others would wait too. */
final class RequiredAnswers {

    private RequiredAnswers() {}

    /** @throws ConnectorStartException naming the method that answers null */
    static void check(ConnectorAdapter adapter) throws ConnectorStartException {
        Map<String, Supplier<@Nullable Object>> asked = Map.of(
                "unknownResolution()", adapter::unknownResolution,
                "disconnectedFor()", adapter::disconnectedFor,
                "runtime()", adapter::runtime);
        for (Map.Entry<String, Supplier<@Nullable Object>> method : asked.entrySet()) {
            if (method.getValue().get() == null) {
                throw new ConnectorStartException(
                        Readiness.MISCONFIGURED,
                        adapter.getClass().getName() + "." + method.getKey()
                                + " answers null: the connector has to be mended");
            }
        }
    }
}
