package io.palyra.connectors.slack;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.protocol.ConnectorId;
import java.time.Clock;
import org.apache.camel.spi.annotations.Component;

/** The {@code palyra-slack} component. */
@Component("palyra-slack")
public class SlackComponent extends ConnectorComponent {

    private final SameAccount accounts = new SameAccount(System::nanoTime);

    public SlackComponent() {
        super(SlackConnector.KIND);
    }

    @Override
    protected ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId) {
        return new SlackEndpoint(uri, this, connectorId);
    }

    @Override
    protected ConnectorAdapter newAdapter(ConnectorEndpoint endpoint) {
        return new SlackAdapter(
                endpoint.connectorId(),
                ((SlackEndpoint) endpoint).options(),
                host().orElse(null),
                host().map(ConnectorHost::clock).orElseGet(Clock::systemUTC),
                accounts);
    }
}
