package io.palyra.connectors.route;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;

/** A repository of a route file, as one in a database would be, that says how many of it have been started. */
public final class CountedAggregations extends MemoryAggregationRepository {

    static final AtomicInteger STARTED = new AtomicInteger();

    @Override
    protected void doStart() throws Exception {
        STARTED.incrementAndGet();
        super.doStart();
    }
}
