package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon answers to an inbound message.
 *
 * @param accepted whether it takes the message; required on the wire, so that a foreign answer is not read as a refusal
 * @param queuedForRetry whether to ask again later, if it was not accepted
 * @param decisionReason why; at most 4 KiB, longer ones are cut
 * @param routeKey at most 1 KiB
 * @param retryAttempt how often the daemon has tried itself
 * @param outputs at most 64, of which some may be invalid
 */
public record RouteInboundResult(
        @JsonSetter(nulls = Nulls.FAIL) boolean accepted,
        boolean queuedForRetry,
        String decisionReason,
        @Nullable String routeKey,
        int retryAttempt,
        @Nullable Long routeMessageLatencyMs,
        List<RoutedOutput> outputs) {
    public static final int OUTPUTS_MAX = 64;
    public static final int ROUTE_KEY_BYTES_MAX = 1024;

    @JsonCreator
    public RouteInboundResult {
        decisionReason = decisionReason == null ? "no reason given" : Texts.reason(decisionReason, "decision_reason");
        Checks.optionalLine(routeKey, "route_key", ROUTE_KEY_BYTES_MAX);
        Checks.notNegative(retryAttempt, "retry_attempt");
        Checks.notNegative(routeMessageLatencyMs, "route_message_latency_ms");
        outputs = Checks.list(outputs, "outputs", OUTPUTS_MAX, "message exceeds output count limit");
    }

    /** The message is taken, and these are the answers to it. */
    public static RouteInboundResult accepted(String decisionReason, List<RoutedOutboundMessage> outputs) {
        List<RoutedOutput> valid = outputs.stream().map(RoutedOutput::of).toList();
        return new RouteInboundResult(true, false, decisionReason, null, 0, null, valid);
    }
}
