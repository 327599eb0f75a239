package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How a connector does, for people. Of one that is disabled the API still has the readiness and the liveness that it had last;
 * on a screen they would look as if it worked.
 */
final class Shown {

    private static final String NOTHING = "-";

    private Shown() {}

    static String readiness(JsonNode status) {
        return isEnabled(status) ? status.path("readiness").asText() : "disabled";
    }

    static String liveness(JsonNode status) {
        return isEnabled(status) ? status.path("liveness").asText() : NOTHING;
    }

    /** @param state that of the saturation; a queue that is paused, say, is shown of a disabled one, too */
    static String flow(JsonNode status, JsonNode state) {
        String flow = state.asText(NOTHING);
        return isEnabled(status) || !flow.equals("healthy") ? flow : NOTHING;
    }

    static boolean isEnabled(JsonNode status) {
        return status.path("enabled").asBoolean();
    }
}
