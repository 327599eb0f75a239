package io.palyra.connectors.routes;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.inbox.AccessGate;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.InboundGuard;
import io.palyra.connectors.supervisor.InboundTemplates;
import io.palyra.connectors.supervisor.ServedInstances;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.CamelContextHelper;

/** What the templates of inbound routes have to do for instances that are not open to all: ask palyra-access. */
public final class InboundAccess implements InboundGuard {

    private final ModelCamelContext context;

    public InboundAccess(ModelCamelContext context) {
        this.context = context;
    }

    @Override
    public boolean asks(RouteTemplateDefinition template, ConnectorId connectorId) {
        return AccessReach.isAlwaysAsked(context, template.getRoute(), connectorId);
    }

    @Override
    public Optional<String> complaint(RouteTemplateDefinition template, ConnectorId connectorId) {
        return fault(template, Stream.of(connectorId)).map(fault -> InboundTemplateRules.sentence(template, fault));
    }

    /** What is wrong with a template for the instances that it serves. */
    Optional<String> fault(RouteTemplateDefinition template) {
        ServedInstances served = CamelContextHelper.findSingleByType(context, ServedInstances.class);
        return served == null
                ? Optional.empty()
                : fault(
                        template,
                        served.ids().stream().filter(id -> InboundTemplates.of(context, id.kind()) == template));
    }

    private Optional<String> fault(RouteTemplateDefinition template, Stream<ConnectorId> served) {
        AccessGate gate = CamelContextHelper.findSingleByType(context, AccessGate.class);
        List<ConnectorId> unasked = served.filter(id -> gate != null && !gate.isOpenToAll(id))
                .filter(id -> !asks(template, id))
                .toList();
        if (unasked.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("comes to palyra-inbox without asking palyra-access on each way, which "
                + unasked.stream().map(ConnectorId::value).collect(Collectors.joining(", "))
                + (unasked.size() == 1 ? " needs" : " need") + ". Put to: \"palyra-access:{{"
                + InboundTemplates.PARAMETER
                + "}}\" before palyra-inbox; or let everybody talk to the daemon, as before, with "
                + unasked.stream().map(AccessRuleSet::openingSettings).collect(Collectors.joining(", ")));
    }
}
