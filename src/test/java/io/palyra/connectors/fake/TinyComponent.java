package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told to send. */
public class TinyComponent extends ConnectorComponent {

    /** The instance that takes texts of twice the length. */
    public static final ConnectorId ROOMY = ConnectorId.of("tiny:roomy");

    private final List<OutboundMessageRequest> sent = new CopyOnWriteArrayList<>();

    public TinyComponent() {
        super(TinyConnector.KIND);
    }

    public List<OutboundMessageRequest> sent() {
        return sent;
    }

    @Override
    protected ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId) {
        return new TinyEndpoint(uri, this, connectorId);
    }

    @Override
    protected ConnectorAdapter newAdapter(ConnectorEndpoint endpoint) {
        return new TinyAdapter(sent);
    }

    private static final class TinyEndpoint extends ConnectorEndpoint {

        TinyEndpoint(String uri, ConnectorComponent component, ConnectorId connectorId) {
            super(uri, component, connectorId);
        }

        @Override
        public CapabilityLimits limits(CapabilityLimits declared) {
            return connectorId().equals(ROOMY) ? declared.chars(2 * declared.textCharsMax()) : declared;
        }
    }

    private record TinyAdapter(List<OutboundMessageRequest> sent) implements ConnectorAdapter {

        @Override
        public void start(InboundSink sink) {
            // Nothing to open.
        }

        @Override
        public void stop() {
            // Nothing to close.
        }

        @Override
        public DeliveryOutcome send(OutboundMessageRequest request) {
            sent.add(request);
            return new DeliveryOutcome.Delivered(new MessageId("tiny-" + sent.size()));
        }

        @Override
        public UnknownResolution unknownResolution() {
            return UnknownResolution.RESEND;
        }
    }
}
