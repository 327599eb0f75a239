package io.palyra.connectors.admin;

import io.palyra.connectors.routes.LoadedRoutes;
import java.util.List;

/** The routes of the program that answers. */
final class RouteCalls {

    private final AdminServices services;

    RouteCalls(AdminServices services) {
        this.services = services;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/admin/v1/routes", call -> Answer.ok(LoadedRoutes.of(services.context())))
                .on(Endpoint.Workers.MEMORY));
    }
}
