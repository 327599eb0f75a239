package io.palyra.connectors.adapter;

import org.apache.camel.spi.Metadata;

/** Headers of every Palyra endpoint, in and out. */
public final class PalyraConstants {

    @Metadata(description = "Id of the connector instance, kind:name", javaType = "String")
    public static final String CONNECTOR_ID = "CamelPalyraConnectorId";

    @Metadata(description = "Id of the envelope", javaType = "String")
    public static final String ENVELOPE_ID = "CamelPalyraEnvelopeId";

    @Metadata(description = "Id of the conversation on the platform", javaType = "String")
    public static final String CONVERSATION_ID = "CamelPalyraConversationId";

    @Metadata(description = "Id of the thread inside the conversation", javaType = "String")
    public static final String THREAD_ID = "CamelPalyraThreadId";

    @Metadata(description = "Id of the sender on the platform", javaType = "String")
    public static final String SENDER_ID = "CamelPalyraSenderId";

    @Metadata(description = "Whether a bot or a webhook wrote the inbound message", javaType = "Boolean")
    public static final String SENDER_IS_BOT = "CamelPalyraSenderIsBot";

    @Metadata(description = "Principal that the instance acts as toward the daemon", javaType = "String")
    public static final String PRINCIPAL = "CamelPalyraPrincipal";

    @Metadata(description = "Id of the platform message that this message answers", javaType = "String")
    public static final String IN_REPLY_TO = "CamelPalyraInReplyTo";

    @Metadata(description = "State of the delivery receipt: ack, nack or unknown", javaType = "String")
    public static final String RECEIPT_STATE = "CamelPalyraReceiptState";

    @Metadata(description = "The platform's id of the delivered message", javaType = "String")
    public static final String NATIVE_MESSAGE_ID = "CamelPalyraNativeMessageId";

    @Metadata(description = "Retry class of the last failed attempt", javaType = "String")
    public static final String RETRY_CLASS = "CamelPalyraRetryClass";

    @Metadata(description = "Number of this attempt, from 1", javaType = "Integer")
    public static final String ATTEMPT = "CamelPalyraAttempt";

    @Metadata(description = "Operation of a connector's producer, instead of the option", javaType = "String")
    public static final String OPERATION = "CamelPalyraOperation";

    /** Exchange property: the receipt of the send, also where a later step changed the body. */
    public static final String RECEIPT = "PalyraDeliveryReceipt";

    /** Exchange property: what the last send was told in place of a receipt, also where a later step failed otherwise. */
    public static final String FAILURE = "PalyraDeliveryFailure";

    /** Exchange property: how the last call of the daemon failed; none where it answered. */
    public static final String DAEMON_FAILURE = "PalyraDaemonFailure";

    /** Exchange property of an inbound message that is to be admitted, but not handed on before a time. */
    public static final String PUT_OFF = "PalyraPutOff";

    private PalyraConstants() {}
}
