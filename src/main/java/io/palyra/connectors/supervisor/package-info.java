/** Registers, starts, watches and restarts connector instances, and keeps the truth about each. */
@NullMarked
package io.palyra.connectors.supervisor;

import org.jspecify.annotations.NullMarked;
