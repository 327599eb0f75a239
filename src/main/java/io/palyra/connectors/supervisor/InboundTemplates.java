package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorKind;
import java.util.List;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.jspecify.annotations.Nullable;

/** The route templates of inbound routes: one for all kinds of connector, and one for a kind that has its own. */
public final class InboundTemplates {

    /** Id of the one for all kinds; what follows it and a dash is a kind. */
    public static final String GENERAL = "palyra-inbound";

    /** The one parameter, with the id of the instance. */
    public static final String PARAMETER = "connectorId";

    private static final String OF_KIND = GENERAL + "-";

    private InboundTemplates() {}

    /** Whether a template is the general one, or that of a kind, whether there is such a kind or not. */
    public static boolean isOne(RouteTemplateDefinition template) {
        return GENERAL.equals(template.getId()) || isOfKind(template);
    }

    public static boolean isOfKind(RouteTemplateDefinition template) {
        return template.getId() != null && template.getId().startsWith(OF_KIND);
    }

    /** The kind that a template is named for, as it is written. */
    public static String kind(RouteTemplateDefinition ofKind) {
        return ofKind.getId().substring(OF_KIND.length());
    }

    public static List<RouteTemplateDefinition> in(ModelCamelContext context) {
        return context.getRouteTemplateDefinitions().stream()
                .filter(InboundTemplates::isOne)
                .toList();
    }

    /** What the routes of a kind are made from; null where there is neither its own template nor the general one. */
    public static @Nullable RouteTemplateDefinition of(ModelCamelContext context, ConnectorKind kind) {
        RouteTemplateDefinition own = context.getRouteTemplateDefinition(OF_KIND + kind);
        return own != null ? own : context.getRouteTemplateDefinition(GENERAL);
    }
}
