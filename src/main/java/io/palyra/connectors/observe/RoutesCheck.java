package io.palyra.connectors.observe;

import io.palyra.connectors.supervisor.InboundRoutes;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.ResourceReloadStrategy;

/** Whether the routes of {@code routes/} run; those of the connectors have checks of their own. */
final class RoutesCheck {

    private static final List<String> STAGES = List.of("palyra-inbox:", "palyra-outbox:");

    private final CamelContext context;

    RoutesCheck(CamelContext context) {
        this.context = context;
    }

    Finding readiness() {
        Stream<String> stopped = context.getRoutes().stream()
                .filter(route -> !InboundRoutes.isInbound(route))
                .filter(route -> !isStarted(route))
                .filter(route -> isCore(route) || route.isAutoStartup())
                .map(Route::getId);
        List<String> missing = Stream.concat(stopped, missingStages()).sorted().toList();
        return missing.isEmpty()
                ? Finding.up("all routes run" + refused())
                : Finding.down("not running: " + String.join(", ", missing)
                        + ". The log says why; save the route's file in routes/ again, or restart the program");
    }

    /** Not why they were refused: that may quote a route, and health needs no token. */
    private String refused() {
        ResourceReloadStrategy reload = context.hasService(ResourceReloadStrategy.class);
        return reload == null || reload.getLastError() == null
                ? ""
                : "; but the files in routes/ have changed and were refused, and a start would refuse them too: the command"
                        + " routes list says why";
    }

    /** One that a reload took out and could not put back is no route any more. */
    private Stream<String> missingStages() {
        return STAGES.stream()
                .filter(stage -> context.getRoutes().stream().noneMatch(route -> isFrom(stage, route)))
                .map(stage -> "the route from " + stage + "*");
    }

    private static boolean isCore(Route route) {
        return STAGES.stream().anyMatch(stage -> isFrom(stage, route));
    }

    private static boolean isFrom(String stage, Route route) {
        return route.getEndpoint().getEndpointBaseUri().startsWith(stage);
    }

    private boolean isStarted(Route route) {
        ServiceStatus status = context.getRouteController().getRouteStatus(route.getId());
        return status != null && status.isStarted();
    }
}
