package io.palyra.connectors.outbox;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.engine.OutboundVerdict;
import io.palyra.connectors.protocol.ReceiptState;
import io.palyra.connectors.protocol.RetryClass;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What steps after {@code palyra-settle:outbox} see of the verdict, which commits after them. */
final class SettledHeaders {

    private SettledHeaders() {}

    /**
     * Sets state, attempts, verdict and native id.
     *
     * @param retryClass what the attempt failed as; null where it is none that a connector reports
     * @param before attempts that counted before this one
     */
    static void set(Message message, OutboundVerdict verdict, @Nullable RetryClass retryClass, int before) {
        if (verdict instanceof OutboundVerdict.Delivered delivered) {
            message.setHeader(
                    PalyraConstants.NATIVE_MESSAGE_ID,
                    delivered.nativeMessageId().value());
            set(message, "delivered", ReceiptState.ACK, delivered.attempts());
        } else if (verdict instanceof OutboundVerdict.Waits waits) {
            set(message, "retry", ReceiptState.UNKNOWN, waits.pause().tries().attempts());
        } else if (verdict instanceof OutboundVerdict.Dead dead) {
            set(message, "dead_letter", ReceiptState.NACK, dead.attempts());
        } else if (verdict instanceof OutboundVerdict.AsksOperator asks) {
            set(message, "unknown", ReceiptState.UNKNOWN, asks.attempts());
        } else if (verdict instanceof OutboundVerdict.ConnectorAtFault) {
            set(message, "given_back", ReceiptState.UNKNOWN, before);
        }
        if (retryClass == null) {
            message.removeHeader(PalyraConstants.RETRY_CLASS);
        } else {
            message.setHeader(PalyraConstants.RETRY_CLASS, retryClass.wireName());
        }
    }

    private static void set(Message message, String verdict, ReceiptState state, int attempts) {
        message.setHeader(PalyraConstants.VERDICT, verdict);
        message.setHeader(PalyraConstants.RECEIPT_STATE, state.wireName());
        message.setHeader(PalyraConstants.ATTEMPT, attempts);
    }
}
