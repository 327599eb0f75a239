package io.palyra.connectors.lane;

import io.palyra.connectors.protocol.EnvelopeId;

/**
 * One claimed message.
 *
 * @param sequence its row, in the order of enqueueing
 * @param payload the message as JSON
 * @param attempts attempts that have counted so far
 */
public record LaneEntry(long sequence, EnvelopeId envelopeId, String payload, int attempts) {}
