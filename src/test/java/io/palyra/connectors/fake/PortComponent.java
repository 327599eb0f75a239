package io.palyra.connectors.fake;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** {@code port:8123} listens there while its route runs; as a step, it does so from when its route starts. */
public final class PortComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new PortEndpoint(uri, this, Integer.parseInt(remaining));
    }

    private static final class PortEndpoint extends DefaultEndpoint {

        private final int port;

        PortEndpoint(String uri, PortComponent component, int port) {
            super(uri, component);
            this.port = port;
        }

        @Override
        public Producer createProducer() {
            Listening listening = new Listening();
            return new DefaultProducer(this) {
                @Override
                public void process(org.apache.camel.Exchange exchange) {
                    // Only its start matters
                }

                @Override
                protected void doStart() throws Exception {
                    super.doStart();
                    listening.start(port);
                }

                @Override
                protected void doStop() throws Exception {
                    listening.stop();
                    super.doStop();
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            Listening listening = new Listening();
            return new DefaultConsumer(this, processor) {
                @Override
                protected void doStart() throws Exception {
                    super.doStart();
                    listening.start(port);
                }

                @Override
                protected void doStop() throws Exception {
                    listening.stop();
                    super.doStop();
                }
            };
        }
    }

    private static final class Listening {

        private @Nullable ServerSocket socket;

        void start(int port) throws Exception {
            socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        }

        void stop() throws Exception {
            if (socket != null) {
                socket.close();
            }
        }
    }
}
