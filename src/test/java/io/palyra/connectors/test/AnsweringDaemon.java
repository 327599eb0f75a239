package io.palyra.connectors.test;

import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.RoutedOutboundMessage;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Handler;
import org.jspecify.annotations.Nullable;

/** A daemon that answers by a function, null for no answer. */
public final class AnsweringDaemon {

    static final String BEAN = "palyraTestDaemon";

    private final Function<String, @Nullable String> answers;

    AnsweringDaemon(Function<String, @Nullable String> answers) {
        this.answers = answers;
    }

    @Handler
    public RouteInboundResult answer(@Body InboundMessageEvent event) {
        String answer = answers.apply(event.body());
        return RouteInboundResult.accepted(
                "routed", answer == null ? List.of() : List.of(RoutedOutboundMessage.text(answer)));
    }
}
