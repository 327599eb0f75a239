package io.palyra.connectors.daemon.gateway;

import org.jspecify.annotations.Nullable;

/**
 * The end of a unary call that was answered.
 *
 * @param detail what {@code grpc-message} says, decoded; empty where it says nothing
 * @param headersOnly whether the status came in place of an answer: the call was not worked on, or by nobody that began an answer
 * @param message the answer; null unless the status is {@link GrpcStatus#OK}
 */
record GrpcReply(GrpcStatus status, String detail, boolean headersOnly, byte @Nullable [] message) {}
