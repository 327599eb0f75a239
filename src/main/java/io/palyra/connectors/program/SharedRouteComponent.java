package io.palyra.connectors.program;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.master.MasterComponent;
import org.apache.camel.component.master.MasterEndpoint;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Camel's {@code master:}, with a consumer of our own. Camel's begins a second after it was told to, also where the turn is
 * another node's by then; it tries that once; and it cuts off what a route has in hand when the turn moves.
 */
final class SharedRouteComponent extends MasterComponent {

    /** Takes the place of Camel's own. */
    static final String SCHEME = "master";

    private final SharedRoutes routes;

    SharedRouteComponent(SharedRoutes routes) {
        this.routes = routes;
        setService(routes);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MasterEndpoint parsed = (MasterEndpoint) super.createEndpoint(uri, remaining, parameters);
        return new SharedEndpoint(uri, parsed.getNamespace(), parsed.getEndpoint());
    }

    private final class SharedEndpoint extends DefaultEndpoint implements DelegateEndpoint {

        private final String namespace;
        private final Endpoint delegate;

        private SharedEndpoint(String uri, String namespace, Endpoint delegate) {
            super(uri, SharedRouteComponent.this);
            this.namespace = namespace;
            this.delegate = delegate;
        }

        @Override
        public Endpoint getEndpoint() {
            return delegate;
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            SharedRouteConsumer consumer = new SharedRouteConsumer(
                    this, processor, delegate, routes.ofNamespace(namespace), getBackOffDelay());
            configureConsumer(consumer);
            return consumer;
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException("nothing can be sent to " + getEndpointUri());
        }

        /** Its options are those of the endpoint behind it. */
        @Override
        public boolean isLenientProperties() {
            return true;
        }
    }
}
