package io.palyra.connectors.ingress;

import io.palyra.connectors.server.ArrivingBody;
import io.palyra.connectors.server.BodyRefused;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.Set;

/** What a client is told that gets no answer of a route: a status and one line of text. */
enum Refusal {
    BAD_REQUEST(400, "this is not a valid request"),
    NOT_FOUND(404, "no route has this path"),
    METHOD_NOT_ALLOWED(405, "the route of this path does not take this method"),
    NOT_ACCEPTABLE(406, "the route of this path answers in another type"),
    TOO_SLOW(408, "the body took too long"),
    TOO_LARGE(413, "the body is too large"),
    UNSUPPORTED_TYPE(415, "the route of this path does not take this type of body"),
    FAILED(500, "the route failed"),
    NO_CONNECTOR(404, "no connector takes calls at this path"),
    CONNECTOR_FAILED(500, "the connector failed"),
    NOT_ADMITTED(503, "the message is not taken at present, call again"),
    BUSY(503, "more requests are in hand than this program takes"),
    STOPPING(503, "the program is about to end");

    /** What the router says by itself. */
    static final Set<Refusal> OF_ROUTER = EnumSet.range(BAD_REQUEST, FAILED);

    private final int status;
    private final String text;

    Refusal(int status, String text) {
        this.status = status;
        this.text = text;
    }

    /** Of a body that was not read. */
    static Refusal of(Throwable failure) {
        if (!(failure instanceof BodyRefused refused)) {
            return BAD_REQUEST;
        }
        return switch (refused.reason()) {
            case TOO_LARGE -> TOO_LARGE;
            case TOO_SLOW -> TOO_SLOW;
            case CUT_SHORT -> BAD_REQUEST;
            case NO_ROOM -> BUSY;
        };
    }

    int status() {
        return status;
    }

    Handler<RoutingContext> handler() {
        return this::answer;
    }

    void answer(RoutingContext routing) {
        if (routing.response().ended() || routing.response().closed()) {
            return;
        }
        routing.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(text + "\n");
        if (this == TOO_SLOW) {
            routing.request().connection().close();
        } else {
            ArrivingBody.drop(routing.vertx(), routing.request());
        }
    }
}
