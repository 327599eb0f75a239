package io.palyra.connectors.platform.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AutoReactionTest {

    private static OutboundMessageRequest message(@Nullable String emoji) {
        return OutboundMessageRequest.builder(
                        new EnvelopeId("m1"), ConnectorId.of("any:one"), new ConversationId("c"), "hello")
                .autoReaction(emoji)
                .build();
    }

    @Test
    void isAddedIfThereIsOne() {
        List<String> added = new ArrayList<>();

        AutoReaction.of(message("👍"), added::add);
        AutoReaction.of(message(null), added::add);

        assertThat(added).containsExactly("👍");
    }

    /** The message is there: a failure to react must not make its outcome another one. */
    @Test
    void whateverBecomesOfItNothingIsThrown() {
        assertThatCode(() -> AutoReaction.of(message("👍"), emoji -> {
                    throw new RequestException(new RequestFailure.Uncertain("no answer"));
                }))
                .doesNotThrowAnyException();
        assertThatCode(() -> AutoReaction.of(message("👍"), emoji -> {
                    throw new IllegalStateException("an answer that cannot be read");
                }))
                .doesNotThrowAnyException();
    }
}
