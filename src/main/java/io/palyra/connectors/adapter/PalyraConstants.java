package io.palyra.connectors.adapter;

import org.apache.camel.spi.Metadata;
import org.apiguardian.api.API;

/**
 * Headers of messages, in and out. The description of each says who sets it and who reads it. Those of events are in {@code
 * EventsConstants}.
 */
@API(status = API.Status.STABLE)
public final class PalyraConstants {

    @Metadata(
            description = "Id of the connector instance, kind:name. Set on inbound and outbound messages",
            javaType = "String")
    public static final String CONNECTOR_ID = "CamelPalyraConnectorId";

    @Metadata(
            description =
                    "Id of the envelope. Set on inbound and outbound messages. Read by palyra-outbox where the route has set it: the id that the message takes if"
                            + " it has none of its own; the id of the message that the exchange was made for is not taken",
            javaType = "String")
    public static final String ENVELOPE_ID = "CamelPalyraEnvelopeId";

    @Metadata(
            label = "producer",
            description = "Id of the message that palyra-outbox has stored. Set by palyra-outbox, not for a list",
            javaType = "String",
            applicableFor = {"palyra-outbox"})
    public static final String OUTBOX_ENVELOPE_ID = "CamelPalyraOutboxEnvelopeId";

    @Metadata(label = "consumer", description = "Text of the message. Set on inbound messages", javaType = "String")
    public static final String TEXT = "CamelPalyraText";

    @Metadata(
            label = "producer",
            description = "Text of a message whose body is an attachment; without it the file's name. Read by palyra-"
                    + "outbox",
            javaType = "String",
            applicableFor = {"palyra-outbox"})
    public static final String CAPTION = "CamelPalyraCaption";

    @Metadata(
            description = "Id of the conversation on the platform. Set on inbound and outbound messages. Read by "
                    + "palyra-outbox where its URI has no conversationId and the body is no envelope with one",
            javaType = "String")
    public static final String CONVERSATION_ID = "CamelPalyraConversationId";

    @Metadata(
            description = "Id of the thread inside the conversation, where there is one. Set on inbound and outbound "
                    + "messages. Read by palyra-outbox where its URI has no conversationId",
            javaType = "String")
    public static final String THREAD_ID = "CamelPalyraThreadId";

    @Metadata(
            label = "consumer",
            description = "Id of the sender on the platform. Set on inbound messages",
            javaType = "String")
    public static final String SENDER_ID = "CamelPalyraSenderId";

    @Metadata(
            label = "consumer",
            description = "Whether a bot or a webhook wrote the message. Set on inbound messages",
            javaType = "Boolean")
    public static final String SENDER_IS_BOT = "CamelPalyraSenderIsBot";

    @Metadata(
            label = "consumer",
            description = "Principal that the instance acts as toward the daemon. Set on inbound messages. Read by "
                    + "palyra-daemon, which passes it on",
            javaType = "String")
    public static final String PRINCIPAL = "CamelPalyraPrincipal";

    @Metadata(
            description = "Id of the platform message that this message answers, where there is one. Set on inbound "
                    + "and outbound messages. Read by palyra-outbox where its URI has no conversationId",
            javaType = "String")
    public static final String IN_REPLY_TO = "CamelPalyraInReplyTo";

    @Metadata(
            label = "producer",
            description = "State of the delivery receipt: ack, nack or unknown. Set by palyra-KIND when it has "
                    + "sent, and by palyra-settle:outbox",
            javaType = "String")
    public static final String RECEIPT_STATE = "CamelPalyraReceiptState";

    @Metadata(
            label = "producer",
            description = "The platform's id of the delivered message. Set by palyra-KIND when it has sent, and by "
                    + "palyra-settle:outbox",
            javaType = "String")
    public static final String NATIVE_MESSAGE_ID = "CamelPalyraNativeMessageId";

    @Metadata(
            label = "producer",
            description = "Class of the failure that a message waits for: rate_limit, transient_network or "
                    + "connector_restarting. Set by palyra-settle:outbox where it is one of these, and removed "
                    + "otherwise",
            javaType = "String",
            applicableFor = {"palyra-settle"})
    public static final String RETRY_CLASS = "CamelPalyraRetryClass";

    @Metadata(
            description = "Number of this attempt, from 1; behind palyra-settle the attempts that have counted. Set on "
                    + "messages of the core routes, and by palyra-settle",
            javaType = "Integer",
            applicableFor = {"palyra-inbox", "palyra-outbox", "palyra-settle"})
    public static final String ATTEMPT = "CamelPalyraAttempt";

    @Metadata(
            label = "producer",
            description = "What became of the message: delivered, retry, unknown, dead_letter or given_back; of an "
                    + "inbound one routed, not_routed, retry or dead_letter. Set by palyra-settle",
            javaType = "String",
            applicableFor = {"palyra-settle"})
    public static final String VERDICT = "CamelPalyraVerdict";

    @Metadata(
            label = "producer",
            description = "What to do: send, read, search, edit, delete, reactAdd or reactRemove. Read by "
                    + "palyra-KIND, instead of its option",
            javaType = "String")
    public static final String OPERATION = "CamelPalyraOperation";

    /** Exchange property: the receipt of the send, also where a later step changed the body. */
    public static final String RECEIPT = "PalyraDeliveryReceipt";

    /** Exchange property: what the last send was told in place of a receipt, also where a later step failed otherwise. */
    public static final String FAILURE = "PalyraDeliveryFailure";

    /** Exchange property: how the last call of the daemon failed; none where it answered. */
    public static final String DAEMON_FAILURE = "PalyraDaemonFailure";

    /** Exchange property: the envelope id of the message that the exchange was made for, whatever becomes of its headers. */
    public static final String OWN_ENVELOPE_ID = "CamelPalyraOwnEnvelopeId";

    private PalyraConstants() {}
}
