/** What a connector may talk to: an allow list of hosts, and no address that belongs to this machine's own networks. */
@NullMarked
package io.palyra.connectors.net;

import org.jspecify.annotations.NullMarked;
