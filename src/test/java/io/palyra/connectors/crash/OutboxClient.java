package io.palyra.connectors.crash;

import io.palyra.connectors.fake.Feed;
import io.palyra.connectors.fake.LedgerConnector;
import io.palyra.connectors.program.ConnectorProgram;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.transaction.Transactions;
import java.nio.file.Path;

/** Enqueues messages one after the other, each again under the same id until it was told that it is accepted. */
final class OutboxClient {

    private OutboxClient() {}

    static Feed of(Path outgoing, ConnectorProgram program) {
        return new Feed(outgoing, entry -> Transactions.await(program.outbox().enqueue(request(entry))));
    }

    private static OutboundMessageRequest request(Feed.Entry entry) {
        return OutboundMessageRequest.builder(
                        new EnvelopeId(entry.envelopeId()),
                        LedgerConnector.DEFAULT,
                        new ConversationId(entry.conversation()),
                        entry.text())
                .build();
    }
}
