package io.palyra.connectors.access;

import io.palyra.connectors.outbox.Outbox;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import io.palyra.connectors.transaction.Transaction;
import java.time.Clock;

/** Tells people what became of them, through the outbox and in the transaction that decides it: once, also after a kill. */
final class Answers {

    /** To strangers, of one instance: nobody can have the bot flood a platform, and be blocked there. */
    static final int A_MINUTE = 20;

    static final String LET_IN = "You have been let in. Please write again what you wanted to say.";
    static final String PAIRED = "The code is right: you are let in from now on.";
    static final String WRONG_CODE = "That code is not valid. Please ask whoever runs this bot for another one.";

    private final AccessStore store;
    private final Outbox outbox;
    private final Clock clock;

    Answers(AccessStore store, Outbox outbox, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Answers a message of a stranger.
     *
     * @return false where the minute's answers are used up: nothing is said
     */
    boolean toStranger(Transaction transaction, InboundMessageEvent event, String text) {
        ConnectorId connectorId = event.connectorId();
        long now = clock.millis();
        if (store.answers(transaction, connectorId, now - AccessStore.ANSWERS_WINDOW.toMillis()) >= A_MINUTE) {
            return false;
        }
        store.addAnswer(transaction, connectorId, now);
        OutboundMessageRequestBuilder answer = OutboundMessageRequest.builder(
                event.envelopeId().accessAnswer(), connectorId, event.conversationId(), text);
        send(transaction, answer.replyThreadId(event.threadId()).build());
        return true;
    }

    /** Tells somebody that an operator has let him in. */
    void letIn(Transaction transaction, EnvelopeId envelopeId, Grant grant) {
        send(
                transaction,
                OutboundMessageRequest.builder(envelopeId, grant.connectorId(), grant.conversationId(), LET_IN)
                        .build());
    }

    private void send(Transaction transaction, OutboundMessageRequest answer) {
        outbox.insert(transaction, outbox.prepare(answer));
    }
}
