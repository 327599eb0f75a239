package io.palyra.connectors.lane.camel;

import io.palyra.connectors.protocol.Direction;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code palyra-settle} component. */
@Component("palyra-settle")
public class SettleComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        SettleEndpoint endpoint = new SettleEndpoint(uri, this);
        endpoint.setQueue(
                switch (remaining) {
                    case "inbox" -> Direction.INBOUND;
                    case "outbox" -> Direction.OUTBOUND;
                    default ->
                        throw new IllegalArgumentException(
                                "palyra-settle:" + remaining + ": unknown queue, one of inbox, outbox");
                });
        return endpoint;
    }
}
