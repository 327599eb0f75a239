package io.palyra.connectors.routes;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangePattern;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * Whether steps reach palyra-inbox, themselves or through other routes, and whether the connector waits for that. Where it
 * does not, the platform is told that the message is done with before it is stored: it would be lost with the process.
 */
final class InboxReach {

    private static final String INBOX = "palyra-inbox:";

    private final ModelCamelContext context;
    private final Set<String> seen = new HashSet<>();
    private boolean reached;
    private @Nullable String unattended;

    private InboxReach(ModelCamelContext context) {
        this.context = context;
    }

    static InboxReach of(ModelCamelContext context, List<? extends ProcessorDefinition<?>> steps) {
        InboxReach reach = new InboxReach(context);
        reach.follow(steps, null);
        return reach;
    }

    /** Whether the inbox is reached at all. */
    boolean isReached() {
        return reached;
    }

    /** The step behind which the inbox is reached, and for which nobody waits; null where there is none. */
    @Nullable
    String unattended() {
        return unattended;
    }

    /** @param behind the step that leads here and for which nobody waits */
    private void follow(List<? extends ProcessorDefinition<?>> steps, @Nullable String behind) {
        for (ProcessorDefinition<?> step : steps) {
            String name = behind == null && goesOnWithoutWaiting(step) ? step.getShortName() : behind;
            for (String written : targets(step)) {
                String uri = CalledEndpoints.resolved(context, written);
                call(uri, name == null && isSedaWithoutWaiting(step, uri) ? URISupport.stripQuery(uri) : name);
            }
            follow(Steps.in(step), name);
        }
    }

    static boolean goesOnWithoutWaiting(ProcessorDefinition<?> step) {
        return step instanceof WireTapDefinition
                || step instanceof AggregateDefinition
                || step instanceof ResequenceDefinition
                || step instanceof OnCompletionDefinition;
    }

    static boolean isSedaWithoutWaiting(ProcessorDefinition<?> step, String uri) {
        String lower = uri.toLowerCase(Locale.ROOT);
        return lower.startsWith("seda:")
                && !lower.contains("waitfortasktocomplete=always")
                && !lower.contains("exchangepattern=inout")
                && !(step instanceof ToDefinition to
                        && to.getPattern() != null
                        && to.getPattern().equals(ExchangePattern.InOut.name()));
    }

    /** Those that stand in the route; one that is made of the message cannot be followed. */
    static List<String> targets(ProcessorDefinition<?> step) {
        if (step instanceof ToDynamicDefinition dynamic) {
            return List.of(String.valueOf(dynamic.getUri()));
        } else if (step instanceof SendDefinition<?> send) {
            return List.of(String.valueOf(send.getEndpointUri()));
        }
        return step instanceof ExpressionNode node && node.getExpression() != null
                ? List.of(String.valueOf(node.getExpression().getExpression()).split(","))
                : List.of();
    }

    private void call(String uri, @Nullable String behind) {
        if (uri.startsWith(INBOX)) {
            reached = true;
            if (unattended == null) {
                unattended = behind;
            }
        } else if (CalledEndpoints.isOne(uri) && seen.add(CalledEndpoints.name(uri) + " " + (behind != null))) {
            context.getRouteDefinitions().stream()
                    .filter(route -> isInput(context, route, CalledEndpoints.name(uri)))
                    .forEach(route -> follow(route.getOutputs(), behind));
        }
    }

    static boolean isInput(CamelContext context, RouteDefinition route, String name) {
        return route.getInput() != null
                && CalledEndpoints.name(CalledEndpoints.resolved(
                                context, route.getInput().getEndpointUri()))
                        .equals(name);
    }
}
