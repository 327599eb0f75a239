package io.palyra.connectors.supervisor;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.SupervisingRouteController;

/** The routes of connectors under Camel's supervising route controller: one that does not start is tried again. */
public final class SupervisedRoutes {

    private static final long DELAY_MS = 1_000;
    private static final long DELAY_MS_MAX = 60_000;

    private SupervisedRoutes() {}

    /** As application.properties of the program has it. A supervising controller that is there already is left alone. */
    public static void in(CamelContext context) {
        if (!(context.getRouteController() instanceof SupervisingRouteController)) {
            SupervisingRouteController controller = context.getRouteController().supervising();
            controller.setIncludeRoutes(InboundRoutes.ROUTE_ID_PREFIX + "*");
            controller.setBackOffDelay(DELAY_MS);
            controller.setBackOffMultiplier(2);
            controller.setBackOffMaxDelay(DELAY_MS_MAX);
        }
    }
}
