package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.PassingClock;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.protocol.ConnectorId;
import java.time.Clock;
import org.apache.camel.spi.annotations.Component;

/** The {@code palyra-telegram} component. */
@Component("palyra-telegram")
public class TelegramComponent extends ConnectorComponent {

    private final SameAccount accounts = new SameAccount(System::nanoTime);

    /** What messages are paced by; tests let it pass faster. */
    private volatile Clock pace = new PassingClock();

    public TelegramComponent() {
        super(TelegramConnector.KIND);
    }

    void pace(Clock other) {
        pace = other;
    }

    @Override
    protected ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId) {
        return new TelegramEndpoint(uri, this, connectorId);
    }

    @Override
    protected ConnectorAdapter newAdapter(ConnectorEndpoint endpoint) {
        return new TelegramAdapter(
                endpoint.connectorId(),
                ((TelegramEndpoint) endpoint).options(),
                host().orElse(null),
                host().map(ConnectorHost::clock).orElseGet(Clock::systemUTC),
                () -> pace,
                accounts);
    }
}
