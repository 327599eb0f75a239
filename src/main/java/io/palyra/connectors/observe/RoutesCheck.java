package io.palyra.connectors.observe;

import io.palyra.connectors.supervisor.InboundRoutes;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.ResourceReloadStrategy;

/** Whether the routes of {@code routes/} run; those of the connectors have checks of their own. */
final class RoutesCheck {

    private final CamelContext context;

    RoutesCheck(CamelContext context) {
        this.context = context;
    }

    Finding readiness() {
        List<String> stopped = context.getRoutes().stream()
                .filter(route -> !InboundRoutes.isInbound(route))
                .filter(route -> !isStarted(route))
                .filter(route -> isCore(route) || route.isAutoStartup())
                .map(Route::getId)
                .sorted()
                .toList();
        return stopped.isEmpty()
                ? Finding.up("all routes run" + refused())
                : Finding.down("not running: " + String.join(", ", stopped)
                        + ". The log says why; save the route's file in routes/ again, or restart the program");
    }

    /** Why they were refused stands in the log: it may quote a route, and health needs no token. */
    private String refused() {
        ResourceReloadStrategy reload = context.hasService(ResourceReloadStrategy.class);
        return reload == null || reload.getLastError() == null
                ? ""
                : "; but the files in routes/ have changed and were refused, and a start would refuse them too: see the log";
    }

    private static boolean isCore(Route route) {
        String from = route.getEndpoint().getEndpointBaseUri();
        return from.startsWith("palyra-inbox:") || from.startsWith("palyra-outbox:");
    }

    private boolean isStarted(Route route) {
        ServiceStatus status = context.getRouteController().getRouteStatus(route.getId());
        return status != null && status.isStarted();
    }
}
