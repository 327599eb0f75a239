/**
 * The machine that inbox and outbox share: lanes, claims under a lease, settlement and durable retries.
 *
 * <p>A lane is one (direction, connector, conversation). Its messages leave in the order in which they came; a message
 * that waits for its retry holds back its own lane and nothing else.
 */
@NullMarked
package io.palyra.connectors.lane;

import org.jspecify.annotations.NullMarked;
