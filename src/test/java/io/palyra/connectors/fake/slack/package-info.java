/** A Slack on loopback: Web API and Socket Mode over real sockets, with a ledger and faults on demand. */
@NullMarked
package io.palyra.connectors.fake.slack;

import org.jspecify.annotations.NullMarked;
