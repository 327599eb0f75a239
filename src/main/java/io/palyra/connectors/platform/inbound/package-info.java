/**
 * What connectors share whose platform says live what is said now, and tells on request what was said before: a {@link
 * io.palyra.connectors.platform.inbound.Feed} for each conversation, with a stored position, that reads what was missed before
 * it goes on with what came live. The platform's part is a {@link io.palyra.connectors.platform.inbound.FeedHistory} and a {@link
 * io.palyra.connectors.platform.inbound.MessageReader}.
 */
@NullMarked
package io.palyra.connectors.platform.inbound;

import org.jspecify.annotations.NullMarked;
