package io.palyra.connectors.ingress;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.support.SynchronizationAdapter;

/** Camel's consumer, with a limit of the requests that are in hand. */
final class IngressConsumer extends VertxPlatformHttpConsumer {

    IngressConsumer(PlatformHttpEndpoint endpoint, Processor processor, String router) {
        super(endpoint, processor, List.of(), router);
    }

    @Override
    protected void handleRequest(RoutingContext routing) {
        Visit visit = visit(routing);
        if (isSuspended()) {
            super.handleRequest(routing);
        } else if (!visit.routeBegins()) {
            Refusal.BUSY.answer(routing);
        } else {
            try {
                super.handleRequest(routing);
            } catch (RuntimeException e) {
                visit.routeDone();
                throw e;
            }
        }
    }

    @Override
    protected Future<Void> processHttpRequest(Exchange exchange, RoutingContext routing) {
        Visit visit = visit(routing);
        Context eventLoop = routing.vertx().getOrCreateContext();
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                eventLoop.runOnContext(turn -> visit.routeDone());
            }

            /** What the route hands on, to seda: for example, is no longer the request. */
            @Override
            public boolean allowHandover() {
                return false;
            }
        });
        return super.processHttpRequest(exchange, routing);
    }

    private static Visit visit(RoutingContext routing) {
        return Objects.requireNonNull(routing.get(Visit.KEY), "every request is admitted first");
    }
}
