package io.palyra.connectors.routes;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.InboundTemplates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.DisabledAwareDefinition;
import org.apache.camel.model.FinallyDefinition;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.PipelineDefinition;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SagaDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TransactedDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * Whether the steps of an inbound route come to palyra-inbox only behind palyra-access, on each way through them and through
 * the routes that they call. What cannot be told from the steps is taken for a way without it: that a filter lets nothing
 * by, say, or where an endpoint leads that is made of the message.
 */
final class AccessReach {

    private static final String PARAMETER = "{{" + InboundTemplates.PARAMETER + "}}";
    private static final String ACCESS = "palyra-access";
    private static final String INBOX = "palyra-inbox";

    private final ModelCamelContext context;
    private final ConnectorId connectorId;
    private final boolean failuresGoOn;
    private final Map<String, Ways> called = new HashMap<>();
    private boolean reachedUndecided;

    /**
     * How messages leave steps.
     *
     * @param undecided whether some go on about which nobody has decided
     * @param endsUndecided whether some end among them so: where it is a copy that ends, the message itself goes on
     */
    private record Ways(boolean undecided, boolean endsUndecided) {

        static Ways unchanged(boolean undecided) {
            return new Ways(undecided, false);
        }

        Ways or(Ways other) {
            return new Ways(undecided || other.undecided, endsUndecided || other.endsUndecided);
        }

        /** Copies share what was decided, and nothing else. */
        boolean undecidedAfterCopy() {
            return undecided || endsUndecided;
        }
    }

    private AccessReach(ModelCamelContext context, RouteDefinition route, ConnectorId connectorId) {
        this.context = context;
        this.connectorId = connectorId;
        this.failuresGoOn = failuresGoOn(context, route);
    }

    /** @param route of a template of inbound routes, made for that connector */
    static boolean isAlwaysAsked(ModelCamelContext context, RouteDefinition route, ConnectorId connectorId) {
        AccessReach reach = new AccessReach(context, route, connectorId);
        reach.follow(route.getOutputs(), true);
        return !reach.reachedUndecided;
    }

    /** Whether something has messages go on behind a step that failed, in whichever route. */
    private static boolean failuresGoOn(ModelCamelContext context, RouteDefinition route) {
        return Stream.of(
                        route.getOutputs().stream(),
                        context.getRouteDefinitions().stream().flatMap(other -> other.getOutputs().stream()),
                        context.getRouteConfigurationDefinitions().stream()
                                .flatMap(configuration -> configuration.getOnExceptions().stream()))
                .flatMap(steps -> steps)
                .anyMatch(step -> step instanceof OnExceptionDefinition handler
                        && (handler.getContinued() != null || handler.getContinuedPolicy() != null));
    }

    private Ways follow(List<? extends ProcessorDefinition<?>> steps, boolean undecided) {
        Ways ways = Ways.unchanged(undecided);
        for (ProcessorDefinition<?> step : steps) {
            if (!isDisabled(step)) {
                Ways after = follow(step, ways.undecided());
                ways = new Ways(after.undecided(), ways.endsUndecided() || after.endsUndecided());
            }
        }
        return ways;
    }

    private Ways follow(ProcessorDefinition<?> step, boolean undecided) {
        if (isEnd(step)) {
            return new Ways(false, undecided);
        } else if (step instanceof ChoiceDefinition choice) {
            return choice(choice, undecided);
        } else if (step instanceof LoadBalanceDefinition balance) {
            return oneOf(balance.getOutputs().stream().map(List::of).toList(), undecided, true);
        } else if (step instanceof TryDefinition attempt) {
            return attempt(attempt, undecided);
        } else if (step instanceof MulticastDefinition multicast) {
            return copies(multicast, undecided);
        } else if (step instanceof CircuitBreakerDefinition breaker) {
            return guarded(breaker, undecided);
        } else if (isAlwaysTaken(step)) {
            return follow(step.getOutputs(), undecided);
        } else if (step instanceof OnExceptionDefinition || step instanceof OnCompletionDefinition) {
            // From anywhere in the route
            follow(step.getOutputs(), true);
            return Ways.unchanged(undecided);
        }
        Ways sent = send(step, undecided);
        Ways inside = follow(step.getOutputs(), sent.undecided());
        // Filters, loops, splits and whatever else need not take a message, or take a copy of it
        return new Ways(sent.undecided(), sent.endsUndecided() || inside.endsUndecided());
    }

    private boolean isEnd(ProcessorDefinition<?> step) {
        boolean fails = step instanceof ThrowExceptionDefinition || step instanceof RollbackDefinition;
        return step instanceof StopDefinition || (fails && !failuresGoOn);
    }

    private static boolean isAlwaysTaken(ProcessorDefinition<?> step) {
        return step instanceof PipelineDefinition
                || step instanceof StepDefinition
                || step instanceof TransactedDefinition
                || step instanceof PolicyDefinition
                || step instanceof SagaDefinition;
    }

    private Ways choice(ChoiceDefinition choice, boolean undecided) {
        List<List<ProcessorDefinition<?>>> branches = new ArrayList<>();
        choice.getWhenClauses().stream()
                .filter(when -> !isDisabled(when))
                .forEach(when -> branches.add(when.getOutputs()));
        OtherwiseDefinition otherwise = choice.getOtherwise();
        boolean all = otherwise != null && !isDisabled(otherwise);
        if (all) {
            branches.add(otherwise.getOutputs());
        }
        return oneOf(branches, undecided, all);
    }

    /** @param all whether each message takes one of them */
    private Ways oneOf(
            List<? extends List<? extends ProcessorDefinition<?>>> branches, boolean undecided, boolean all) {
        Ways ways = Ways.unchanged(undecided && !all);
        for (List<? extends ProcessorDefinition<?>> branch : branches) {
            ways = ways.or(follow(branch, undecided));
        }
        return ways;
    }

    private Ways attempt(TryDefinition attempt, boolean undecided) {
        List<ProcessorDefinition<?>> parts = Steps.in(attempt);
        Ways ways = follow(
                parts.stream()
                        .filter(part -> !(part instanceof CatchDefinition || part instanceof FinallyDefinition))
                        .toList(),
                undecided);
        for (ProcessorDefinition<?> part : parts) {
            if (part instanceof CatchDefinition) {
                ways = ways.or(follow(part.getOutputs(), undecided));
            }
        }
        for (ProcessorDefinition<?> part : parts) {
            if (part instanceof FinallyDefinition) {
                // Also behind a failure that nobody catches
                follow(part.getOutputs(), undecided);
                Ways last = follow(part.getOutputs(), ways.undecided());
                ways = new Ways(last.undecided(), ways.endsUndecided() || last.endsUndecided());
            }
        }
        return ways;
    }

    /** One after the other, the next one knows what was decided about the one before. */
    private Ways copies(MulticastDefinition multicast, boolean undecided) {
        boolean inOrder = multicast.getParallelProcessing() == null
                || multicast.getParallelProcessing().equals("false");
        boolean now = undecided;
        for (ProcessorDefinition<?> branch : multicast.getOutputs()) {
            boolean after = follow(List.of(branch), now).undecidedAfterCopy();
            now = inOrder ? now && after : now;
        }
        return Ways.unchanged(now);
    }

    private Ways guarded(CircuitBreakerDefinition breaker, boolean undecided) {
        Ways ways = Ways.unchanged(follow(breaker.getOutputs(), undecided).undecidedAfterCopy());
        return breaker.getOnFallback() == null
                ? ways
                : ways.or(follow(breaker.getOnFallback().getOutputs(), undecided));
    }

    private Ways send(ProcessorDefinition<?> step, boolean undecided) {
        boolean waits = !InboxReach.goesOnWithoutWaiting(step);
        if (step instanceof SendDefinition<?> || step instanceof ToDynamicDefinition) {
            String uri = InboxReach.targets(step).get(0);
            Ways after = call(uri, undecided, step);
            return waits ? after : Ways.unchanged(undecided);
        }
        InboxReach.targets(step).forEach(uri -> call(uri, undecided, step));
        return Ways.unchanged(undecided);
    }

    private Ways call(String written, boolean undecided, ProcessorDefinition<?> step) {
        String uri = CalledEndpoints.resolved(context, written.strip().replace(PARAMETER, connectorId.value()));
        String scheme = CalledEndpoints.scheme(uri);
        if (scheme.equals(INBOX)) {
            reachedUndecided |= undecided;
        } else if (scheme.equals(ACCESS)) {
            return Ways.unchanged(undecided && !asks(uri));
        } else if (scheme.equals("direct")) {
            return routes(uri, undecided);
        } else if (CalledEndpoints.isOne(uri)) {
            Ways after = routes(uri, undecided);
            return Ways.unchanged(InboxReach.isSedaWithoutWaiting(step, uri) ? undecided : after.undecidedAfterCopy());
        }
        return Ways.unchanged(undecided);
    }

    /** Of a connector that is only known with the message it asks, too: that of another one fails there. */
    private boolean asks(String uri) {
        String connector =
                URISupport.stripQuery(uri).substring(ACCESS.length() + 1).replaceFirst("^//", "");
        return connector.equals(connectorId.value()) || connector.contains("${");
    }

    private Ways routes(String uri, boolean undecided) {
        String name = CalledEndpoints.name(uri);
        String key = name + " " + undecided;
        Ways known = called.get(key);
        if (known != null) {
            return known;
        }
        // For a route that calls itself
        called.put(key, new Ways(undecided, undecided));
        @Nullable Ways ways = null;
        for (RouteDefinition route : context.getRouteDefinitions()) {
            if (InboxReach.isInput(context, route, name)) {
                Ways one = follow(route.getOutputs(), undecided);
                ways = ways == null ? one : ways.or(one);
            }
        }
        Ways after = ways == null ? Ways.unchanged(undecided) : ways;
        called.put(key, after);
        return after;
    }

    private boolean isDisabled(DisabledAwareDefinition step) {
        return step.getDisabled() != null
                && Boolean.parseBoolean(CalledEndpoints.resolved(context, step.getDisabled()));
    }
}
