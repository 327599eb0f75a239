package io.palyra.connectors.platform.message;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.ReadRequest;
import java.util.List;

/**
 * The messages of a platform that shows bots its history, for {@link ReadingAnswers}.
 *
 * @param <C> an operation that was checked, with what is known of its place
 * @param <M> a message as the platform gives it
 */
public interface ReadableMessages<C extends PlatformMessages.Checked, M> extends PlatformMessages<C, M> {

    /** A page, the newest message first; {@code messageId} is not set, and the limit is {@link #pageMax} at most. */
    List<M> page(C checked, ReadRequest request) throws RequestException;

    /** Messages that the platform gives at once. */
    int pageMax();

    MessageId id(M message);

    /** @throws RuntimeException where it lacks what every message has */
    MessageRecord record(MessageTarget target, M message);

    /** The id of an author as people write it; what is none stays as it is. */
    String userId(String author);
}
