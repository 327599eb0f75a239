/** The durable way out: enqueue, claim, retry, settle, dead letters. */
@NullMarked
package io.palyra.connectors.outbox;

import org.jspecify.annotations.NullMarked;
