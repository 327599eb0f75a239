package io.palyra.connectors.test;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A conversation as a test writes it; a platform may have one spelling for several (Discord: {@code 301}, {@code channel:301}). */
final class Conversation {

    private final Set<String> spellings = new HashSet<>();

    Conversation(String written) {
        spellings.add(written);
        for (ConnectorType type : ConnectorType.all()) {
            try {
                spellings.add(type.conversation(new ConversationId(written)).value());
            } catch (InvalidEnvelopeException e) {
                // None of this platform's
            }
        }
    }

    boolean is(@Nullable String stored) {
        return stored != null && spellings.contains(stored);
    }
}
