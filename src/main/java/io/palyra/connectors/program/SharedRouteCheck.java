package io.palyra.connectors.program;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/** Whether a route that one node runs at a time does run, where the turn is this node's. */
final class SharedRouteCheck extends AbstractHealthCheck {

    private volatile @Nullable String failure;

    private SharedRouteCheck(String routeId) {
        super("palyra", "master:" + routeId);
    }

    /** @return null where the context has no checks */
    static @Nullable SharedRouteCheck register(CamelContext context, @Nullable Route route) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry == null || route == null) {
            return null;
        }
        SharedRouteCheck check = new SharedRouteCheck(route.getRouteId());
        registry.register(check);
        return check;
    }

    void unregister(CamelContext context) {
        HealthCheckRegistry.get(context).unregister(this);
    }

    /** @param why it does not begin; null where it has begun, or has not to */
    void ended(@Nullable String why) {
        failure = why;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String why = failure;
        if (why == null) {
            builder.up();
        } else {
            builder.message("it is this node's to run, and does not begin: " + why)
                    .down();
        }
    }
}
