/** What everything that listens shares: ports, connections that cost no more than they may, bodies within bounds. */
@NullMarked
package io.palyra.connectors.server;

import org.jspecify.annotations.NullMarked;
