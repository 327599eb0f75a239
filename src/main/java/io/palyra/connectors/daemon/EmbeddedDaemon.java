package io.palyra.connectors.daemon;

import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.RoutedOutboundMessage;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Handler;

/**
 * The daemon of the first run: answers every message with its own text, so that the whole path can be seen with no
 * account and no network. It takes and gives JSON like any other daemon.
 */
public final class EmbeddedDaemon {

    /** The default of {@code palyra.daemon.endpoint}. */
    public static final String ENDPOINT = "bean:embeddedDaemon";

    /** @param event an {@link InboundMessageEvent} */
    @Handler
    public RouteInboundResult answer(@Body InboundMessageEvent event) {
        return RouteInboundResult.accepted("routed", List.of(RoutedOutboundMessage.text("echo: " + event.body())));
    }
}
