package io.palyra.connectors.adapter;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * For {@code aggregate}: one text of many, each on a line of its own, with the headers of the first. All of it is in the body,
 * so that a durable aggregation repository keeps it; Camel's own strategies gather in exchange properties, which such a
 * repository drops.
 */
@API(status = API.Status.STABLE)
public final class LinesAggregationStrategy implements AggregationStrategy {

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange next) {
        if (before == null) {
            return next;
        }
        before.getMessage()
                .setBody(before.getMessage().getBody(String.class) + "\n"
                        + next.getMessage().getBody(String.class));
        return before;
    }
}
