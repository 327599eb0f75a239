package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The overlap of a platform that is read behind a stored position: the messages that it may give once more, after a restart
 * or on its own. The inbox knows them again for as long as the position stays where it is, also when their retention time
 * is over. What is older than the overlap may be forgotten, so the adapter does not hand it over again.
 *
 * @param conversation whose messages, as {@link InboundMessageEvent#conversationId()} says it; null: of all conversations of
 *     the connector
 * @param fromUnixMs the oldest of them, by {@link InboundMessageEvent#receivedAtUnixMs()}: the adapter takes that from the
 *     platform, as the position
 */
@API(status = API.Status.STABLE)
public record ReadAgain(@Nullable ConversationId conversation, long fromUnixMs) {}
