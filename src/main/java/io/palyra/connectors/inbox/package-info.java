/** The durable way in: admit, dedupe, hand to the daemon. */
@NullMarked
package io.palyra.connectors.inbox;

import org.jspecify.annotations.NullMarked;
