package io.palyra.connectors.ingress;

import io.palyra.connectors.server.BodyMemory;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * One request, from its headers until it is answered and its route has done with it, whichever comes last: a client that
 * goes does not free what its request still costs. For the event loop.
 */
final class Visit {

    private static final String KEY = "palyra.visit";

    private final BodyMemory memory;
    private final CallLimit calls;
    private int bytes;
    private boolean inRoute;
    private boolean over;

    Visit(BodyMemory memory, CallLimit calls) {
        this.memory = memory;
        this.calls = calls;
    }

    /** Begins with the request. */
    static Visit begin(RoutingContext routing, BodyMemory memory, CallLimit calls) {
        Visit visit = new Visit(memory, calls);
        routing.put(KEY, visit);
        return visit;
    }

    static Visit of(RoutingContext routing) {
        return Objects.requireNonNull(routing.get(KEY), "every request is admitted first");
    }

    /** The body, whose bytes were taken from the memory. */
    void holds(int taken) {
        bytes += taken;
        giveBack();
    }

    /** Whether there is room for one more call; {@link #routeDone} follows then. */
    boolean routeBegins() {
        inRoute = calls.begin();
        return inRoute;
    }

    void routeDone() {
        if (inRoute) {
            inRoute = false;
            calls.end();
            giveBack();
        }
    }

    /** The answer is written, or there is nobody left to read it. */
    void answered() {
        over = true;
        giveBack();
    }

    private void giveBack() {
        if (over && !inRoute) {
            memory.giveBack(bytes);
            bytes = 0;
        }
    }
}
