/** A Discord on loopback: REST v10 and the gateway over real sockets, with a ledger and faults on demand. */
@NullMarked
package io.palyra.connectors.fake.discord;

import org.jspecify.annotations.NullMarked;
