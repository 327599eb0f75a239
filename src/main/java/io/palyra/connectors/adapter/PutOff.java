package io.palyra.connectors.adapter;

/**
 * A message is admitted, but the daemon is not asked about it before a time. It leaves its conversation's order for this:
 * what others say there goes on.
 *
 * @param reason for the operator
 */
public record PutOff(long untilUnixMs, String reason) {}
