package io.palyra.connectors.lane.camel;

import io.palyra.connectors.engine.RetrySchedule;
import io.palyra.connectors.protocol.Texts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Predicate;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.errorhandler.DefaultExceptionPolicyStrategy;
import org.apache.camel.processor.errorhandler.ExceptionPolicyKey;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.reifier.errorhandler.ErrorHandlerReifier;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes Camel's redelivery policies durably: the policy of the {@code onException} that handles a failure says how
 * long to wait and how often to try, and the wait becomes a row in the store instead of a sleeping thread.
 *
 * <p>The handlers are those of the running route, so they change when Camel's do: with a reload. A policy that a handler
 * refers to is looked up each time. Thread safe.
 */
public final class RetryPolicies {

    private static final Logger LOG = LoggerFactory.getLogger(RetryPolicies.class);

    /** For a policy that cannot be carried out: nothing is given up, or sent without a pause, for a slip in a file. */
    static final RetrySchedule BROKEN = new RetrySchedule() {
        @Override
        public boolean allowsAfter(int attempts) {
            return true;
        }

        @Override
        public Duration delayAfter(int attempts) {
            return Duration.ofMinutes(1);
        }
    };

    private static final String STEP_POLICY = "fiveAttempts";
    private static final RedeliveryPolicy FIVE_ATTEMPTS = fiveAttempts();

    private final ModelCamelContext context;
    private final RandomGenerator random;

    public RetryPolicies(ModelCamelContext context) {
        this(context, new Random());
    }

    RetryPolicies(ModelCamelContext context, RandomGenerator random) {
        this.context = context;
        this.random = random;
    }

    /**
     * The schedule for a failure: of the handler that runs at this moment, where the exchange is in one; otherwise of
     * the handler that Camel would run, its {@code onWhen} included. A failure without a handler is not tried again. A policy
     * that is not there or cannot be carried out is told in the log, and tried again each minute.
     */
    public RetrySchedule scheduleFor(Exchange exchange, Throwable failure) {
        try {
            return schedule(exchange, failure);
        } catch (RuntimeException e) {
            LOG.error(
                    "The retry policy for {} cannot be carried out: {}",
                    Texts.logLine(failure.toString()),
                    Texts.logLine(e.toString()));
            return BROKEN;
        }
    }

    /**
     * The schedule for a failing step where no handler can say one: the bean {@value #STEP_POLICY}, or five attempts where
     * there is none.
     */
    public RetrySchedule forSteps() {
        RedeliveryPolicy policy = CamelContextHelper.lookup(context, STEP_POLICY, RedeliveryPolicy.class);
        return new PolicySchedule(policy == null ? FIVE_ATTEMPTS : policy, random);
    }

    private RetrySchedule schedule(Exchange exchange, Throwable failure) {
        List<OnExceptionDefinition> handlers = handlers(exchange);
        RedeliveryPolicy policy = running(exchange, handlers)
                .or(() -> matching(exchange, failure, handlers))
                .map(this::policy)
                .orElseGet(RedeliveryPolicy::new);
        if (policy.getDelayPattern() != null) {
            // Reads the whole pattern
            policy.calculateRedeliveryDelay(0, Integer.MAX_VALUE);
        }
        return new PolicySchedule(policy, random);
    }

    /** The error handlers of the route that failed: Camel puts them in front of its steps when it makes the route. */
    private List<OnExceptionDefinition> handlers(Exchange exchange) {
        String failed = exchange.getProperty(ExchangePropertyKey.FAILURE_ROUTE_ID, String.class);
        RouteDefinition route = context.getRouteDefinition(failed != null ? failed : exchange.getFromRouteId());
        return route == null
                ? List.of()
                : route.getOutputs().stream()
                        .filter(OnExceptionDefinition.class::isInstance)
                        .map(OnExceptionDefinition.class::cast)
                        .toList();
    }

    /** The one whose step the exchange is in: whatever made Camel choose it may have changed since. */
    private static Optional<OnExceptionDefinition> running(Exchange exchange, List<OnExceptionDefinition> handlers) {
        String step = exchange.getExchangeExtension().getHistoryNodeId();
        return step == null
                ? Optional.empty()
                : handlers.stream()
                        .filter(handler ->
                                ProcessorDefinitionHelper.filterTypeInOutputs(
                                                handler.getOutputs(), ProcessorDefinition.class)
                                        .stream()
                                        .anyMatch(it -> step.equals(it.getId())))
                        .findFirst();
    }

    private Optional<OnExceptionDefinition> matching(
            Exchange exchange, Throwable failure, List<OnExceptionDefinition> handlers) {
        Map<ExceptionPolicyKey, OnExceptionDefinition> byKey = new LinkedHashMap<>();
        for (OnExceptionDefinition handler : handlers) {
            @Nullable
            Predicate when =
                    handler.getOnWhen() == null ? null : handler.getOnWhen().getExpression();
            String routeId = handler.isRouteScoped() ? exchange.getFromRouteId() : null;
            for (String name : handler.getExceptions()) {
                Class<? extends Throwable> type = context.getClassResolver().resolveClass(name, Throwable.class);
                if (type != null) {
                    byKey.put(new ExceptionPolicyKey(routeId, type, when), handler);
                }
            }
        }
        // What Camel would put there for an onWhen to see
        Object before = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT);
        exchange.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, failure);
        try {
            return Optional.ofNullable(DefaultExceptionPolicyStrategy.INSTANCE.getExceptionPolicy(
                            byKey.keySet(), exchange, failure))
                    .map(byKey::get);
        } finally {
            exchange.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, before);
        }
    }

    private RedeliveryPolicy policy(OnExceptionDefinition handler) {
        String reference = handler.getRedeliveryPolicyRef();
        if (reference != null) {
            return CamelContextHelper.mandatoryLookup(
                    context, CamelContextHelper.parseText(context, reference), RedeliveryPolicy.class);
        }
        RedeliveryPolicyDefinition own = handler.getRedeliveryPolicyType();
        return own == null ? new RedeliveryPolicy() : ErrorHandlerReifier.createRedeliveryPolicy(own, context, null);
    }

    private static RedeliveryPolicy fiveAttempts() {
        RedeliveryPolicy policy = new RedeliveryPolicy();
        policy.setMaximumRedeliveries(4);
        policy.setUseExponentialBackOff(true);
        return policy;
    }
}
