package io.palyra.connectors.discord;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.SearchRequest;
import java.util.Locale;

/** Whether a message matches every filter of a search. */
final class SearchFilter {

    private SearchFilter() {}

    static boolean matches(SearchRequest request, MessageRecord message) {
        String query = request.query();
        Boolean attachments = request.hasAttachments();
        return (query == null || message.body().toLowerCase(Locale.ROOT).contains(query.toLowerCase(Locale.ROOT)))
                && (request.authorId() == null
                        || userId(request.authorId().value())
                                .equals(userId(message.senderId().value())))
                && (attachments == null || attachments != message.attachments().isEmpty());
    }

    /** A bare id means a user here. */
    private static String userId(String author) {
        try {
            return Target.parse("author_id", author).id();
        } catch (InvalidEnvelopeException e) {
            return author;
        }
    }
}
