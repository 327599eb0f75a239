package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

public class FlakyComponent extends ConnectorComponent {

    public FlakyComponent() {
        super(FlakyConnector.KIND);
    }

    @Override
    protected ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId) {
        return new FlakyEndpoint(uri, this, connectorId);
    }

    @Override
    protected ConnectorAdapter newAdapter(ConnectorEndpoint endpoint) {
        return new FlakyAdapter(FlakyPlatform.of(endpoint.connectorId()));
    }

    private static final class FlakyEndpoint extends ConnectorEndpoint {

        FlakyEndpoint(String uri, ConnectorComponent component, ConnectorId connectorId) {
            super(uri, component, connectorId);
        }
    }

    private record FlakyAdapter(FlakyPlatform platform) implements ConnectorAdapter, DeliveryLookup {

        @Override
        public void start(InboundSink sink) throws ConnectorStartException {
            platform.open(sink);
        }

        @Override
        public void stop() {
            platform.close();
        }

        @Override
        public DeliveryOutcome send(OutboundMessageRequest request) {
            return platform.take(request);
        }

        @Override
        public UnknownResolution unknownResolution() {
            return platform.unknownResolution();
        }

        @Override
        public Finding find(OutboundMessageRequest request, Instant sentAfter, Predicate<MessageId> isAnothers) {
            return platform.find(request);
        }

        @Override
        public Duration waitBeforeSend(ConversationId conversationId) {
            return platform.wait(conversationId);
        }

        @Override
        public String rateLimitBucket(ConversationId conversationId) {
            return platform.route(conversationId);
        }
    }
}
