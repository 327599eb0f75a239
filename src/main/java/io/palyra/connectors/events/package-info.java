/** The log that operators read: what happened to each connector and each message. */
@NullMarked
package io.palyra.connectors.events;

import org.jspecify.annotations.NullMarked;
