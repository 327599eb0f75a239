/** The Palyra daemon over gRPC: one unary call for each message, as {@code src/main/proto} has it. */
@NullMarked
package io.palyra.connectors.daemon.gateway;

import org.jspecify.annotations.NullMarked;
