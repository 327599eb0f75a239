package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.WireFormat;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Handler;

/** A daemon that does what a marker in the message says; without one it answers like the embedded daemon. */
public final class ScriptedDaemon {

    static final String DOWN = "[daemon-down]";
    static final String REFUSES = "[daemon-refuses]";
    static final String ONE_INVALID = "[daemon-one-invalid]";

    @Handler
    public String answer(@Body InboundMessageEvent event) {
        if (event.body().contains(DOWN)) {
            throw new IllegalStateException("the daemon is down");
        }
        if (event.body().contains(REFUSES)) {
            return WireFormat.write(Map.of("accepted", false, "decision_reason", "not for me"));
        }
        Map<String, Object> valid = Map.of("text", "echo: " + event.body());
        List<Map<String, Object>> outputs =
                event.body().contains(ONE_INVALID) ? List.of(Map.of("text", " "), valid) : List.of(valid);
        return WireFormat.write(
                Map.of("accepted", true, "decision_reason", "routed", "route_key", "test:route", "outputs", outputs));
    }
}
