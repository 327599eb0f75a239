package io.palyra.connectors.routes;

import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.supervisor.ConnectorCatalog;
import io.palyra.connectors.supervisor.InboundTemplates;
import io.palyra.connectors.supervisor.UnsupportedConnectorException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.util.URISupport;

/**
 * What a template of inbound routes has to be: of a kind that there is, from its connector, to the inbox, and by
 * palyra-access where not everybody may talk.
 */
final class InboundTemplateRules {

    private static final String FROM = ConnectorComponent.SCHEME_PREFIX + "{{" + InboundTemplates.PARAMETER + "}}";

    private InboundTemplateRules() {}

    /** @throws BrokenRoutesException naming the first template that is not, and its file */
    static void check(ModelCamelContext context) {
        for (RouteTemplateDefinition template : InboundTemplates.in(context)) {
            fault(context, template).ifPresent(fault -> {
                throw new BrokenRoutesException(
                        sentence(template, fault),
                        RouteFile.of(template.getResource()).orElse(null));
            });
        }
    }

    /** With the file that has the template. */
    static String sentence(RouteTemplateDefinition template, String fault) {
        Path file = RouteFile.of(template.getResource()).orElse(null);
        return RouteErrors.inFile(file, "the route template " + template.getId() + " " + fault);
    }

    private static Optional<String> fault(ModelCamelContext context, RouteTemplateDefinition template) {
        return faultOfKind(template)
                .or(() -> faultOfRoute(context, template.getRoute()))
                .or(() -> new InboundAccess(context).fault(template));
    }

    private static Optional<String> faultOfKind(RouteTemplateDefinition template) {
        if (!InboundTemplates.isOfKind(template)) {
            return Optional.empty();
        }
        try {
            new ConnectorCatalog(ConnectorType.all()).usable(new ConnectorKind(InboundTemplates.kind(template)));
            return Optional.empty();
        } catch (UnsupportedConnectorException | InvalidEnvelopeException e) {
            return Optional.of("is for no connector: " + e.getMessage()
                    + ". Correct the kind in its id, or give it an id that does not begin with "
                    + InboundTemplates.GENERAL + "-");
        }
    }

    private static Optional<String> faultOfRoute(ModelCamelContext context, RouteDefinition route) {
        String from = route.getInput() == null ? "" : route.getInput().getEndpointUri();
        if (!URISupport.stripQuery(from).equals(FROM)) {
            return Optional.of("begins at " + (from.isEmpty() ? "nothing" : from) + ", not at " + FROM
                    + ": no connector would hand its messages to it");
        }
        InboxReach reach = InboxReach.of(context, route.getOutputs());
        if (!reach.isReached()) {
            return Optional.of("does not send to palyra-inbox. Put to: \"palyra-inbox:{{" + InboundTemplates.PARAMETER
                    + "}}\" behind its steps");
        } else if (reach.unattended() != null) {
            return Optional.of("reaches palyra-inbox behind " + reach.unattended()
                    + ", for which the connector does not wait: the platform would not give the message again if it is"
                    + " lost there. Call the steps by direct:, or by seda:…?waitForTaskToComplete=Always, and put"
                    + " palyra-inbox behind them");
        }
        return Optional.empty();
    }
}
