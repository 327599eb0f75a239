/** A Telegram on loopback: the Bot API over real sockets, with a ledger and faults on demand. */
@NullMarked
package io.palyra.connectors.fake.telegram;

import org.jspecify.annotations.NullMarked;
