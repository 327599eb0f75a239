package io.palyra.connectors.outbox;

import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What an operator looks for who is asked whether the platform has a message. Nothing of its text is told. */
final class WhereToLook {

    private WhereToLook() {}

    /** @param sentAfter not before this time */
    static String of(OutboundMessageRequest message, Instant sentAfter) {
        int files = message.attachments().size();
        return "; look in " + message.conversationId()
                + (message.replyThreadId() == null ? "" : ", thread " + message.replyThreadId())
                + " for a text of " + message.text().length() + " characters, counted with its marks,"
                + (files == 0 ? "" : " or for its attachments (" + files + "),")
                + " from " + sentAfter.truncatedTo(ChronoUnit.SECONDS) + " (UTC) or soon after";
    }
}
