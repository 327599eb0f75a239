package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.OutboundMessageRequest;

/** Does nothing, and that well. */
class SilentAdapter implements ConnectorAdapter {

    @Override
    public void start(InboundSink sink) {}

    @Override
    public void stop() {}

    @Override
    public DeliveryOutcome send(OutboundMessageRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UnknownResolution unknownResolution() {
        return UnknownResolution.OPERATOR;
    }
}
