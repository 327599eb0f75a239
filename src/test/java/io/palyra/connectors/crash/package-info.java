/** Tests that end the real program at bad moments and count afterwards. */
@NullMarked
package io.palyra.connectors.crash;

import org.jspecify.annotations.NullMarked;
