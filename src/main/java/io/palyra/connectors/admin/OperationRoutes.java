package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.ConnectorFeature;
import io.palyra.connectors.protocol.MessageFeature;
import java.util.List;

/** What connectors may offer beyond sending. No connector of this release does, and each says why not. */
final class OperationRoutes {

    private static final String MESSAGES = ChannelRoutes.CHANNEL + "/messages/";

    private final CapabilityCheck capabilities;

    OperationRoutes(AdminServices services) {
        this.capabilities = new CapabilityCheck(services);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.postOptional(ChannelRoutes.CHANNEL + "/operations/health-refresh", this::healthRefresh),
                operation("read", MessageFeature.READ),
                operation("search", MessageFeature.SEARCH),
                operation("edit", MessageFeature.EDIT),
                operation("delete", MessageFeature.DELETE),
                operation("react-add", MessageFeature.REACT_ADD),
                operation("react-remove", MessageFeature.REACT_REMOVE));
    }

    private Answer healthRefresh(Call call) {
        throw CapabilityCheck.refusal(capabilities.of(call.connectorId()).of(ConnectorFeature.HEALTH_REFRESH));
    }

    private Endpoint operation(String name, MessageFeature feature) {
        return Endpoint.postOptional(MESSAGES + name, call -> {
            throw CapabilityCheck.refusal(capabilities.of(call.connectorId()).of(feature));
        });
    }
}
