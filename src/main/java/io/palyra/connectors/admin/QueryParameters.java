package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The query of a call. */
final class QueryParameters {

    private QueryParameters() {}

    /**
     * What is wrong with their names: one that is not known would be overlooked, and the answer hold more than was asked for.
     * Health and metrics are told whatever is asked besides: a probe that somebody decorates must not fail.
     */
    static Optional<Problem> refuse(MultiMap given, Endpoint endpoint) {
        if (endpoint.workers() == Endpoint.Workers.OBSERVE) {
            return Optional.empty();
        }
        try {
            for (String name : given.names()) {
                KnownFields.requireParameter(name, endpoint.parameters());
                if (given.getAll(name).size() > 1) {
                    throw new InvalidEnvelopeException(name, "is given more than once");
                }
            }
            return Optional.empty();
        } catch (InvalidEnvelopeException e) {
            return Optional.of(ProblemMapper.of(e));
        }
    }

    static Map<String, String> of(MultiMap given) {
        Map<String, String> query = new HashMap<>();
        given.forEach(query::putIfAbsent);
        return query;
    }
}
