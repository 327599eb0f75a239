package io.palyra.connectors.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.OperationRunner;
import io.palyra.connectors.approvals.Approval;
import io.palyra.connectors.approvals.Mutation;
import io.palyra.connectors.protocol.ConnectorFeature;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.settings.Role;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What connectors may offer beyond sending. One that does not offer it says why not. */
final class OperationCalls {

    private static final String MESSAGES = ChannelCalls.CHANNEL + "/messages/";

    private record Verify(@Nullable String verifyChannelId) {}

    private record Refreshed(@JsonUnwrapped ChannelViews.Channel channel, HealthReport healthRefresh) {}

    private record Result(Object result) {}

    private final AdminServices services;
    private final ChannelViews views;
    private final CapabilityCheck capabilities;

    OperationCalls(AdminServices services, ChannelViews views) {
        this.services = services;
        this.views = views;
        this.capabilities = new CapabilityCheck(services);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.postOptional(ChannelCalls.CHANNEL + "/operations/health-refresh", this::healthRefresh)
                        .by(Role.OPERATOR)
                        .on(Endpoint.Workers.WAITS)
                        .inSession(),
                operation("read", MessageOperation.READ).by(Role.VIEWER),
                operation("search", MessageOperation.SEARCH).by(Role.VIEWER),
                operation("edit", MessageOperation.EDIT),
                operation("delete", MessageOperation.DELETE),
                operation("react-add", MessageOperation.REACT_ADD),
                operation("react-remove", MessageOperation.REACT_REMOVE));
    }

    private Answer healthRefresh(Call call) {
        ConnectorId connectorId = call.connectorId();
        CapabilityCheck.require(capabilities.of(connectorId).of(ConnectorFeature.HEALTH_REFRESH));
        HealthReport report = services.supervision()
                .calls()
                .checkHealth(connectorId, call.body(Verify.class).verifyChannelId());
        return Answer.ok(new Refreshed(views.channel(connectorId), report));
    }

    private Endpoint operation(String name, MessageOperation operation) {
        return Endpoint.postOptional(MESSAGES + name, call -> run(call, operation))
                .on(Endpoint.Workers.WAITS)
                .inSession();
    }

    private Answer run(Call call, MessageOperation operation) throws DeliveryException {
        ConnectorId connectorId = call.connectorId();
        CapabilityCheck.require(capabilities.of(connectorId).of(operation.feature()));
        if (operation == MessageOperation.SEARCH) {
            // Whether something is found says what was said
            MessageTexts.require(call);
        }
        Object request = call.body(OperationRunner.requestType(operation));
        if (Mutation.is(operation)) {
            Mutation mutation = new Mutation(connectorId, operation, request);
            Optional<Approval> held = services.approvals()
                    .gate()
                    .hold(mutation, call.caller().identity().account());
            if (held.isPresent()) {
                return Answer.json(202, ApprovalCalls.One.of(held.get(), call));
            }
        }
        Object result = services.supervision().calls().operate(connectorId, operation, request);
        return Answer.ok(new Result(MessageTexts.shown(result, "messages", call)));
    }
}
