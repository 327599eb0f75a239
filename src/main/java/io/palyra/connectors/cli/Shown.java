package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * How a connector does, for people. Of one that is disabled the API still has the readiness and the liveness that it had last;
 * on a screen they would look as if it worked.
 */
final class Shown {

    private static final String NOTHING = "-";
    private static final Set<String> LASTING = Set.of("paused", "dead_lettered");

    private Shown() {}

    static String readiness(JsonNode status) {
        return isEnabled(status) ? status.path("readiness").asText() : "disabled";
    }

    static String liveness(JsonNode status) {
        return isEnabled(status) ? status.path("liveness").asText() : NOTHING;
    }

    /** @param state that of the saturation; of a disabled one what stays while it is: a pause, dead letters */
    static String flow(JsonNode status, JsonNode state) {
        String flow = state.asText(NOTHING);
        return isEnabled(status) || LASTING.contains(flow) ? flow : NOTHING;
    }

    static boolean isEnabled(JsonNode status) {
        return status.path("enabled").asBoolean();
    }
}
