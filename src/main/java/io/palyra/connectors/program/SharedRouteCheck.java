package io.palyra.connectors.program;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/** Whether a route that one node runs at a time does run, where the turn is this node's. */
final class SharedRouteCheck extends AbstractHealthCheck {

    private volatile @Nullable Throwable failure;

    SharedRouteCheck(String namespace) {
        super("palyra", "master:" + namespace);
    }

    void runs() {
        failure = null;
    }

    void failed(Throwable why) {
        failure = why;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Throwable why = failure;
        if (why == null) {
            builder.up();
        } else {
            builder.message("it is this node's to run, and does not begin: " + why)
                    .down();
        }
    }
}
