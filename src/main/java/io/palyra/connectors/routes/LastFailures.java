package io.palyra.connectors.routes;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * The last failure of an exchange in each route, and of each input such as a poll, in words that quote neither a message nor a secret. Of routes whose failures
 * {@link RouteFailures} tells. Thread safe.
 */
final class LastFailures {

    /** Routes and inputs that are kept in mind; Camel numbers those without an id anew at each reload. */
    private static final int ROUTES_MAX = 1_000;

    /** @param text a sentence for people, with the step and its place */
    record Failure(String text, long atUnixMs) {}

    private final Clock clock;
    private final Map<String, Failure> failures = new LinkedHashMap<>();

    LastFailures(Clock clock) {
        this.clock = clock;
    }

    /** Those of a context's routes; empty ones where nobody tells of them. */
    static LastFailures in(CamelContext context) {
        LastFailures kept = context.getCamelContextExtension().getContextPlugin(LastFailures.class);
        return kept == null ? new LastFailures(Clock.systemUTC()) : kept;
    }

    /** @param from a route's id, or the URI of an input */
    synchronized void add(String from, String where, Throwable failure) {
        failures.remove(from);
        String why = KindsOfFailure.of(failure).map(kind -> ": " + kind).orElse("; the log says why");
        failures.put(from, new Failure(where + why, clock.millis()));
        if (failures.size() > ROUTES_MAX) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    synchronized Optional<Failure> of(String from) {
        return Optional.ofNullable(failures.get(from));
    }
}
