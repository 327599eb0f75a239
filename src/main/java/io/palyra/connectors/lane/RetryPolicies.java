package io.palyra.connectors.lane;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.errorhandler.DefaultExceptionPolicyStrategy;
import org.apache.camel.processor.errorhandler.ExceptionPolicyKey;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;

/**
 * Executes Camel's redelivery policies durably: the policy of the {@code onException} that handles a failure says how
 * long to wait and how often to try, and the wait becomes a row in the store instead of a sleeping thread.
 *
 * <p>Policies are read from the route configuration of the route that failed, so an edited file takes effect with its
 * reload. Thread safe.
 */
public final class RetryPolicies {

    /** No wait is shorter, whatever a policy or a platform says. */
    public static final Duration SHORTEST_WAIT = Duration.ofMillis(250);

    private final ModelCamelContext context;

    public RetryPolicies(ModelCamelContext context) {
        this.context = context;
    }

    /**
     * The wait before the next attempt.
     *
     * @param attempts attempts made so far, the failed one included; at least 1
     * @param stated the wait that the platform asked for; it wins over the policy's delay
     * @return empty when the policy allows no further attempt
     */
    public Optional<Duration> nextDelay(Exchange exchange, Throwable failure, int attempts, @Nullable Duration stated) {
        RedeliveryPolicy policy = policyFor(exchange, failure);
        int redeliveries = policy.getMaximumRedeliveries();
        if (redeliveries >= 0 && attempts > redeliveries) {
            return Optional.empty();
        }
        Duration wait = stated != null ? stated : Duration.ofMillis(delay(policy, attempts));
        return Optional.of(wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait);
    }

    /** Camel derives each delay from the one before, so the attempts are folded from the first. */
    private static long delay(RedeliveryPolicy policy, int attempts) {
        long delay = 0;
        for (int attempt = 1; attempt <= attempts; attempt++) {
            long next = policy.calculateRedeliveryDelay(delay, attempt);
            boolean settledAtCap = next == delay && policy.getDelayPattern() == null;
            delay = next;
            if (settledAtCap) {
                break;
            }
        }
        return delay;
    }

    private RedeliveryPolicy policyFor(Exchange exchange, Throwable failure) {
        String routeId = exchange.getFromRouteId();
        Map<ExceptionPolicyKey, OnExceptionDefinition> handlers = handlersOf(routeId);
        ExceptionPolicyKey key =
                new DefaultExceptionPolicyStrategy().getExceptionPolicy(handlers.keySet(), exchange, failure);
        OnExceptionDefinition handler = key == null ? null : handlers.get(key);
        if (handler == null) {
            return new RedeliveryPolicy();
        }
        String reference = handler.getRedeliveryPolicyRef();
        if (reference != null) {
            return CamelContextHelper.mandatoryLookup(
                    context, CamelContextHelper.parseText(context, reference), RedeliveryPolicy.class);
        }
        return handler.getRedeliveryPolicyType() == null
                ? new RedeliveryPolicy()
                : resolve(handler.getRedeliveryPolicyType());
    }

    private Map<ExceptionPolicyKey, OnExceptionDefinition> handlersOf(String routeId) {
        Map<ExceptionPolicyKey, OnExceptionDefinition> handlers = new LinkedHashMap<>();
        RouteDefinition route = context.getRouteDefinition(routeId);
        String wanted = route == null ? null : route.getRouteConfigurationId();
        for (RouteConfigurationDefinition configuration : context.getRouteConfigurationDefinitions()) {
            if (applies(configuration, wanted)) {
                for (OnExceptionDefinition handler : configuration.getOnExceptions()) {
                    for (String name : handler.getExceptions()) {
                        Class<? extends Throwable> type =
                                context.getClassResolver().resolveClass(name, Throwable.class);
                        if (type != null) {
                            handlers.putIfAbsent(new ExceptionPolicyKey(routeId, type, null), handler);
                        }
                    }
                }
            }
        }
        return handlers;
    }

    /** Camel's rule: a route that names configurations gets those, any other route the ones without a name. */
    private static boolean applies(RouteConfigurationDefinition configuration, @Nullable String wanted) {
        boolean named = configuration.getId() != null && configuration.hasCustomIdAssigned();
        return wanted == null ? !named : named && PatternHelper.matchPatterns(configuration.getId(), wanted.split(","));
    }

    private RedeliveryPolicy resolve(RedeliveryPolicyDefinition definition) {
        RedeliveryPolicy policy = new RedeliveryPolicy();
        Integer redeliveries = CamelContextHelper.parseInteger(context, definition.getMaximumRedeliveries());
        if (redeliveries != null) {
            policy.setMaximumRedeliveries(redeliveries);
        }
        Long delay = CamelContextHelper.parseLong(context, definition.getRedeliveryDelay());
        if (delay != null) {
            policy.setRedeliveryDelay(delay);
        }
        Long cap = CamelContextHelper.parseLong(context, definition.getMaximumRedeliveryDelay());
        if (cap != null) {
            policy.setMaximumRedeliveryDelay(cap);
        }
        Double multiplier = CamelContextHelper.parseDouble(context, definition.getBackOffMultiplier());
        if (multiplier != null) {
            policy.setBackOffMultiplier(multiplier);
        }
        policy.setUseExponentialBackOff(
                Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, definition.getUseExponentialBackOff())));
        policy.setUseCollisionAvoidance(
                Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, definition.getUseCollisionAvoidance())));
        Double jitter = CamelContextHelper.parseDouble(context, definition.getCollisionAvoidanceFactor());
        if (jitter != null) {
            policy.setCollisionAvoidanceFactor(jitter);
        }
        policy.setDelayPattern(definition.getDelayPattern());
        return policy;
    }
}
