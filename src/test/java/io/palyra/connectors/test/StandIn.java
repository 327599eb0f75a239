package io.palyra.connectors.test;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.echo.EchoComponent;
import io.palyra.connectors.echo.EchoEndpoint;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;

/**
 * Stands in for the connectors of one kind: takes what is sent as the echo connector does, fault markers included, and
 * tells it. What the kind declares (limits, how long texts are cut) stays the kind's own.
 */
final class StandIn extends EchoComponent {

    private final Platforms platforms;

    private StandIn(ConnectorKind kind, Platforms platforms) {
        super(kind);
        this.platforms = platforms;
    }

    /** In the place of every connector on the class path but these, before the context starts. */
    static void forAllBut(Set<ConnectorKind> real, CamelContext context, Platforms platforms) {
        for (ConnectorType type : ConnectorType.all()) {
            if (real.contains(type.kind())) {
                continue;
            }
            String scheme = ConnectorComponent.SCHEME_PREFIX + type.kind();
            context.removeComponent(scheme);
            context.addComponent(scheme, new StandIn(type.kind(), platforms));
        }
    }

    @Override
    protected ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId) {
        return new AnyOptions(uri, this, connectorId);
    }

    @Override
    protected ConnectorAdapter newAdapter(ConnectorEndpoint endpoint) {
        return new Telling(
                platforms.standIn(
                        endpoint.connectorId(),
                        ((EchoEndpoint) endpoint).isIdempotent(),
                        () -> super.newAdapter(endpoint)),
                platforms);
    }

    /** Takes the options of every kind, and reads those of echo. */
    private static final class AnyOptions extends EchoEndpoint {

        AnyOptions(String uri, EchoComponent component, ConnectorId connectorId) {
            super(uri, component, connectorId);
        }

        @Override
        public boolean isLenientProperties() {
            return true;
        }
    }

    private record Telling(ConnectorAdapter echo, Platforms platforms) implements ConnectorAdapter {

        @Override
        public void start(InboundSink sink) {
            // Messages enter by whenPlatformSays
        }

        @Override
        public void stop() {
            // Nothing to close
        }

        @Override
        public DeliveryOutcome send(OutboundMessageRequest request) {
            DeliveryOutcome outcome = echo.send(request);
            if (outcome instanceof DeliveryOutcome.Delivered) {
                platforms.take(request);
            }
            return outcome;
        }

        @Override
        public UnknownResolution unknownResolution() {
            return echo.unknownResolution();
        }

        @Override
        public Map<String, Object> runtime() {
            return echo.runtime();
        }
    }
}
