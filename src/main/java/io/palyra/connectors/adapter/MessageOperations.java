package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import org.apiguardian.api.API;

/**
 * An adapter that works on messages which the platform has. Asked only for what the kind has declared; may block; called
 * from several threads at once.
 *
 * <p>What the platform does not permit is an answer (its preflight says so), not an exception. An exception says that the
 * platform could not be asked, or failed.
 */
@API(status = API.Status.STABLE)
public interface MessageOperations {

    /** Whether a conversation is with one person alone; false also where that cannot be said. */
    default boolean isDirect(MessageTarget target) throws DeliveryException {
        return false;
    }

    ReadResult read(ReadRequest request) throws DeliveryException;

    SearchResult search(SearchRequest request) throws DeliveryException;

    /** Of the connector's own messages only; another one's is answered as denied. */
    MutationResult edit(EditRequest request) throws DeliveryException;

    MutationResult delete(DeleteRequest request) throws DeliveryException;

    MutationResult addReaction(ReactRequest request) throws DeliveryException;

    /** Of the connector's own reactions only. */
    MutationResult removeReaction(ReactRequest request) throws DeliveryException;
}
