package io.palyra.connectors.admin;

import java.util.List;

/** The daemon, as this program sees it. */
final class DaemonCalls {

    private final AdminServices services;

    DaemonCalls(AdminServices services) {
        this.services = services;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(
                        "/admin/v1/daemon", call -> Answer.ok(services.daemon().status()))
                .on(Endpoint.Workers.MEMORY));
    }
}
