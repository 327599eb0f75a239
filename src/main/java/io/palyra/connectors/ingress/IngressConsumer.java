package io.palyra.connectors.ingress;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.ext.web.FileUpload;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.spi.AsyncProcessorAwaitManager;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.FileUtil;

/** Camel's consumer, with a limit of the requests that are in hand. */
final class IngressConsumer extends VertxPlatformHttpConsumer {

    private final Set<Exchange> inHand = ConcurrentHashMap.newKeySet();

    IngressConsumer(PlatformHttpEndpoint endpoint, Processor processor, String router) {
        super(endpoint, processor, List.of(), router);
        endpoint.setHeaderFilterStrategy(new AnswerHeaders(endpoint.getHeaderFilterStrategy()));
    }

    @Override
    protected void handleRequest(RoutingContext routing) {
        Visit visit = Visit.of(routing);
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
        AnswerHeaders.remember(routing, exchange);
        Visit visit = Visit.of(routing);
        Context eventLoop = routing.vertx().getOrCreateContext();
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                inHand.remove(exchange);
                eventLoop.runOnContext(turn -> visit.routeDone());
            }

            /** What the route hands on, to seda: for example, is no longer the request. */
            @Override
            public boolean allowHandover() {
                return false;
            }
        });
        inHand.add(exchange);
        return super.processHttpRequest(exchange, routing);
    }

    /** A step that waits, such as a delay, forgets what waits in it when its route is ended: its thread would wait for ever. */
    @Override
    protected void doStop() throws Exception {
        AsyncProcessorAwaitManager waiting = getEndpoint()
                .getCamelContext()
                .getCamelContextExtension()
                .getContextPlugin(AsyncProcessorAwaitManager.class);
        inHand.forEach(waiting::interrupt);
        super.doStop();
    }

    /** Of a file's name its last part, whatever path the sender has put before it. */
    @Override
    protected void populateAttachments(List<FileUpload> uploads, Message message) {
        super.populateAttachments(uploads, message);
        String name = message.getHeader(Exchange.FILE_NAME, String.class);
        if (name != null) {
            message.setHeader(Exchange.FILE_NAME, FileUtil.stripPath(name));
        }
    }
}
