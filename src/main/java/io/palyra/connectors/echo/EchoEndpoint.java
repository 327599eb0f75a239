package io.palyra.connectors.echo;

import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.adapter.OtherBots;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.protocol.ConnectorId;
import org.apache.camel.Category;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/**
 * A chat platform inside this process, to try routes and failures with: what is sent is delivered at once, and markers in
 * the text make an attempt fail in a chosen way.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "palyra-echo",
        title = "Palyra Echo",
        syntax = "palyra-echo:name",
        category = {Category.CHAT, Category.TESTING},
        headersClass = PalyraConstants.class)
public class EchoEndpoint extends ConnectorEndpoint {

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description =
                    "Whether a second send of the same message is recognised. With false an unknown outcome waits for the operator")
    private boolean idempotent = true;

    public EchoEndpoint(String uri, EchoComponent component, ConnectorId connectorId) {
        super(uri, component, connectorId);
        setOtherBots(OtherBots.ALL.option());
    }

    public boolean isIdempotent() {
        return idempotent;
    }

    public void setIdempotent(boolean idempotent) {
        this.idempotent = idempotent;
    }

    @Override
    protected UnknownResolution unknownResolution() {
        return EchoAdapter.resolution(idempotent);
    }
}
