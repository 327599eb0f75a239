package io.palyra.connectors.engine;

import io.palyra.connectors.adapter.UnknownResolution;
import java.time.Duration;

/**
 * What is known of a message and its connector when an attempt begins or ends.
 *
 * @param tries before this attempt
 * @param uncertain an earlier send, or one by a process that vanished, may have got through
 * @param sinceFirstSend how long ago the first send began whose outcome is not known; this one, where there is none
 * @param resolution how the connector finds out about an unknown outcome
 * @param schedule of the handler that runs for this failure
 * @param limitsInARow how often the platform has limited the whole connector since it last took a message
 */
public record OutboundSituation(
        Tries tries,
        boolean uncertain,
        Duration sinceFirstSend,
        UnknownResolution resolution,
        RetrySchedule schedule,
        int limitsInARow) {}
