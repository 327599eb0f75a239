/** Who may talk to the daemon: rules of each instance, and pairing, by which an operator lets people in. */
@NullMarked
package io.palyra.connectors.access;

import org.jspecify.annotations.NullMarked;
