package io.palyra.connectors.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.TryDefinition;

/**
 * Steps inside steps. Camel's own walk (ProcessorDefinitionHelper) does not see what is behind a doCatch, a doFinally or an
 * onFallback before the route is made.
 */
final class Steps {

    private Steps() {}

    /** What a step is made of. */
    static List<ProcessorDefinition<?>> in(ProcessorDefinition<?> step) {
        List<ProcessorDefinition<?>> parts = new ArrayList<>(step.getOutputs());
        if (step instanceof TryDefinition attempt) {
            parts.addAll(attempt.getCatchClauses());
            if (attempt.getFinallyClause() != null) {
                parts.add(attempt.getFinallyClause());
            }
        } else if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
            parts.addAll(breaker.getOnFallback().getOutputs());
        }
        return parts;
    }

    /** These, with all that is in them. */
    static Stream<ProcessorDefinition<?>> all(List<? extends ProcessorDefinition<?>> steps) {
        return steps.stream().flatMap(step -> Stream.concat(Stream.of(step), all(in(step))));
    }
}
