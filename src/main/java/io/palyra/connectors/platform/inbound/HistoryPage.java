package io.palyra.connectors.platform.inbound;

import java.util.List;

/**
 * A page of a conversation's history.
 *
 * @param messages the oldest first, none left out between them
 * @param hasMore whether more may lie behind the last one
 * @param <M> a message as the platform gives it
 */
public record HistoryPage<M>(List<M> messages, boolean hasMore) {

    public HistoryPage {
        messages = List.copyOf(messages);
    }
}
