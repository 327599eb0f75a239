package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.protocol.ConnectorId;
import java.time.Clock;
import org.apache.camel.spi.annotations.Component;

/** The {@code palyra-discord} component. */
@Component("palyra-discord")
public class DiscordComponent extends ConnectorComponent {

    private final SameAccount accounts = new SameAccount(System::nanoTime);

    public DiscordComponent() {
        super(DiscordConnector.KIND);
    }

    @Override
    protected ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId) {
        return new DiscordEndpoint(uri, this, connectorId);
    }

    @Override
    protected ConnectorAdapter newAdapter(ConnectorEndpoint endpoint) {
        return new DiscordAdapter(
                endpoint.connectorId(),
                ((DiscordEndpoint) endpoint).options(),
                host().orElse(null),
                host().map(ConnectorHost::clock).orElseGet(Clock::systemUTC),
                accounts);
    }
}
