package io.palyra.connectors.ingress;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Which headers of the message become headers of the answer: those that HTTP can carry, and no query or form field of the
 * request. Whoever makes others follow a link would choose the headers of the answer by it, cookies too.
 */
final class AnswerHeaders implements HeaderFilterStrategy {

    private static final String REQUEST = "palyraIngressRequest";
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final HeaderFilterStrategy others;

    AnswerHeaders(HeaderFilterStrategy others) {
        this.others = others;
    }

    /** Before the route begins. */
    static void remember(RoutingContext routing, Exchange exchange) {
        exchange.setProperty(REQUEST, routing);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return others.applyFilterToExternalHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return others.applyFilterToCamelHeaders(name, value, exchange)
                || !NAME.matcher(name).matches()
                || String.valueOf(value).chars().anyMatch(it -> it == '\r' || it == '\n' || it == 0)
                || exchange.getProperty(REQUEST) instanceof RoutingContext routing
                        && isField(routing.request(), name, value);
    }

    private static boolean isField(HttpServerRequest request, String name, Object value) {
        return !request.headers().contains(name)
                && (has(request.params(), name, value) || has(request.formAttributes(), name, value));
    }

    /** A route may set a header of the same name itself. */
    private static boolean has(MultiMap fields, String name, Object value) {
        return fields.contains(name)
                && (value instanceof Collection || fields.getAll(name).contains(String.valueOf(value)));
    }
}
