/** Replays inbound events from a file through a connector and tells what became of them. */
@NullMarked
package io.palyra.connectors.simulate;

import org.jspecify.annotations.NullMarked;
