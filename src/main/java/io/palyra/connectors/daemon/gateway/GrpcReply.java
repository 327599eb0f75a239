package io.palyra.connectors.daemon.gateway;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The end of a unary call that was answered.
 *
 * @param detail what {@code grpc-message} says, decoded; empty where it says nothing
 * @param headersOnly whether the status came in place of an answer: the call was not worked on, or by nobody that began an answer
 * @param message the answer; null unless the status is {@link GrpcStatus#OK}
 */
record GrpcReply(GrpcStatus status, String detail, boolean headersOnly, byte @Nullable [] message) {

    /** As gRPC's servers say it: "received message larger than max", "exceeds maximum size", "decoded message length too large". */
    private static final Pattern SIZE =
            Pattern.compile("\\b(larger|large|size|length|bytes)\\b", Pattern.CASE_INSENSITIVE);

    /** As proxies and clients say it of a connection that had carried the call: "reset reason: connection termination". */
    private static final Pattern BROKEN_OFF = Pattern.compile(
            "connection (termination|reset|closed|lost)|(remote|local) reset|reset by peer|broken pipe"
                    + "|transport is closing|protocol error|stream removed|\\bEOF\\b",
            Pattern.CASE_INSENSITIVE);

    /** Where they say it by a status that also means that there is no room, only their words tell one from the other. */
    boolean isTooLarge() {
        return status == GrpcStatus.OUT_OF_RANGE
                || status == GrpcStatus.RESOURCE_EXHAUSTED
                        && SIZE.matcher(detail).find();
    }

    /** Whether nobody has begun with the call, as far as who answers knows. */
    boolean isNotTaken() {
        return headersOnly && !BROKEN_OFF.matcher(detail).find();
    }
}
