package io.palyra.connectors.approvals;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageOperation;
import org.jspecify.annotations.Nullable;

/**
 * One change of one message that waits for a second person, or did.
 *
 * @param request what is carried out, as JSON
 * @param requestSha256 of it, in hexadecimal digits
 * @param reason why the risk is what it is
 * @param requestedBy the name of the requester's token
 * @param decision null as long as nobody has decided
 * @param result null as long as the change was not tried
 */
public record Approval(
        String approvalId,
        ConnectorId connectorId,
        MessageOperation operation,
        ConversationId conversationId,
        MessageId messageId,
        String request,
        String requestSha256,
        ApprovalState state,
        Risk riskLevel,
        String reason,
        String requestedBy,
        long requestedAtUnixMs,
        long expiresAtUnixMs,
        @Nullable Decision decision,
        @Nullable Result result,
        Texts texts) {

    /**
     * What the message says; emoji where it is about reactions.
     *
     * @param before null where it is not known, or nothing was there
     * @param after null where nothing is left
     */
    public record Texts(@Nullable String before, @Nullable String after) {}

    /** @param by the name of the token of who has decided */
    public record Decision(
            String by, long atUnixMs, @Nullable String reason) {}

    /** What came of the change. */
    public record Result(ApprovalOutcome outcome, @Nullable String reason) {}

    /** Whether nothing changes any more. */
    public boolean isSettled() {
        return state == ApprovalState.USED ? result != null : !state.isOpen();
    }

    boolean isDue(long now) {
        return state.isOpen() && expiresAtUnixMs <= now;
    }
}
