/**
 * Discord through JDA: gateway events in, REST out. JDA's own waiting and re-sending is switched off; every outcome is the
 * outbox's to act on.
 */
@NullMarked
package io.palyra.connectors.discord;

import org.jspecify.annotations.NullMarked;
