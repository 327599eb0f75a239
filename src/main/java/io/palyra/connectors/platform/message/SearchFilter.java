package io.palyra.connectors.platform.message;

import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.SearchRequest;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Whether a message matches every filter of a search. */
public final class SearchFilter {

    private SearchFilter() {}

    /** @param userId of an author as people write it, with or without its kind; must not throw */
    public static boolean matches(SearchRequest request, MessageRecord message, UnaryOperator<String> userId) {
        String query = request.query();
        Boolean attachments = request.hasAttachments();
        return (query == null || message.body().toLowerCase(Locale.ROOT).contains(query.toLowerCase(Locale.ROOT)))
                && (request.authorId() == null
                        || userId.apply(request.authorId().value())
                                .equals(userId.apply(message.senderId().value())))
                && (attachments == null || attachments != message.attachments().isEmpty());
    }
}
