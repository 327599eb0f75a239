/** Hand-written stand-ins for platforms and daemons. */
@NullMarked
package io.palyra.connectors.fake;

import org.jspecify.annotations.NullMarked;
