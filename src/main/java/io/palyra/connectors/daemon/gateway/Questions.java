package io.palyra.connectors.daemon.gateway;

import com.github.f4b6a3.ulid.Ulid;
import com.google.protobuf.ByteString;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import palyra.common.v1.AttachmentKind;
import palyra.common.v1.CanonicalId;
import palyra.common.v1.EnvelopeOrigin;
import palyra.common.v1.MessageAttachment;
import palyra.common.v1.MessageContent;
import palyra.common.v1.MessageEnvelope;
import palyra.common.v1.OriginType;
import palyra.common.v1.SecurityContext;
import palyra.gateway.v1.RouteMessageRequest;

/** An inbound message as the gateway is asked about it. */
final class Questions {

    private static final int VERSION = 1;
    private static final String UNKNOWN = "unknown";
    private static final long TIME_MAX = (1L << 48) - 1;
    private static final String ATTACHMENTS = "\n\n[attachment-metadata]";

    private final int maxPayloadBytes;
    private final List<String> labels;

    Questions(GatewayConfiguration configuration) {
        maxPayloadBytes = configuration.getMaxPayloadBytes();
        labels = configuration.labelList();
    }

    /**
     * @param attempts before this one
     * @param inline whether what attachments hold goes along, as far as a call has room for it
     */
    RouteMessageRequest of(InboundMessageEvent event, int attempts, boolean inline) {
        RouteMessageRequest request = build(event, attempts, inline);
        return inline && request.getSerializedSize() > GrpcChannel.MESSAGE_BYTES_MAX
                ? build(event, attempts, false)
                : request;
    }

    private RouteMessageRequest build(InboundMessageEvent event, int attempts, boolean inline) {
        MessageContent.Builder content = MessageContent.newBuilder().setText(text(event));
        event.attachments().forEach(attachment -> content.addAttachments(attachment(attachment, inline)));
        MessageEnvelope.Builder envelope = MessageEnvelope.newBuilder()
                .setV(VERSION)
                .setEnvelopeId(CanonicalId.newBuilder().setUlid(ulid(event)))
                .setTimestampUnixMs(event.receivedAtUnixMs())
                .setOrigin(EnvelopeOrigin.newBuilder()
                        .setType(OriginType.ORIGIN_TYPE_CHANNEL)
                        .setChannel(event.connectorId().value())
                        .setConversationId(event.conversationId().value())
                        .setSenderHandle(event.senderId().value())
                        .setSenderDisplay(orEmpty(event.senderDisplay()))
                        // The platform has told who it is; a daemon that is told otherwise lets nobody in by its lists
                        .setSenderVerified(true))
                .setContent(content)
                .setMaxPayloadBytes(maxPayloadBytes);
        if (!labels.isEmpty()) {
            envelope.setSecurity(SecurityContext.newBuilder().addAllLabels(labels));
        }
        return RouteMessageRequest.newBuilder()
                .setV(VERSION)
                .setEnvelope(envelope)
                .setIsDirectMessage(event.isDirectMessage())
                .setRequestBroadcast(event.requestedBroadcast())
                .setAdapterMessageId(
                        event.adapterMessageId() == null
                                ? ""
                                : event.adapterMessageId().value())
                .setAdapterThreadId(
                        event.adapterThreadId() == null
                                ? ""
                                : event.adapterThreadId().value())
                .setRetryAttempt(attempts)
                .build();
    }

    /** The daemon takes ULIDs only: what is none becomes the same one each time, by when and what it is. */
    static String ulid(InboundMessageEvent event) {
        String id = event.envelopeId().value();
        if (Ulid.isValid(id)) {
            return Ulid.from(id).toString();
        }
        ByteBuffer digest = ByteBuffer.wrap(Sha256.ofText(event.connectorId().value() + ":" + id));
        byte[] random = new byte[Ulid.RANDOM_BYTES];
        digest.get(random);
        return new Ulid(event.receivedAtUnixMs() & TIME_MAX, random).toString();
    }

    /** With what is known of attachments behind it, as far as the daemon has room for that. */
    private String text(InboundMessageEvent event) {
        if (event.attachments().isEmpty()) {
            return event.body();
        }
        StringBuilder text = new StringBuilder(event.body()).append(ATTACHMENTS);
        event.attachments().forEach(attachment -> text.append("\nkind=")
                .append(attachment.kind().wireName())
                .append(" filename=")
                .append(orUnknown(attachment.filename()))
                .append(" content_type=")
                .append(orUnknown(attachment.contentType()))
                .append(" size_bytes=")
                .append(attachment.sizeBytes() == null ? UNKNOWN : attachment.sizeBytes())
                .append(" source=")
                .append(orUnknown(attachment.url())));
        String described = text.toString();
        return described.getBytes(StandardCharsets.UTF_8).length <= maxPayloadBytes ? described : event.body();
    }

    private static MessageAttachment attachment(AttachmentRef ref, boolean inline) {
        MessageAttachment.Builder attachment = MessageAttachment.newBuilder()
                .setKind(
                        switch (ref.kind()) {
                            case IMAGE -> AttachmentKind.ATTACHMENT_KIND_IMAGE;
                            case FILE -> AttachmentKind.ATTACHMENT_KIND_FILE;
                        })
                .setAttachmentId(orEmpty(ref.attachmentId()))
                .setFilename(orEmpty(ref.filename()))
                .setDeclaredContentType(orEmpty(ref.contentType()))
                .setSourceUrl(orEmpty(ref.url()))
                .setContentHash(orEmpty(ref.contentHash()))
                .setOrigin(orEmpty(ref.origin()))
                .setPolicyContext(orEmpty(ref.policyContext()))
                .setUploadRequested(ref.uploadRequested());
        if (ref.artifactRef() != null) {
            attachment.setArtifactId(CanonicalId.newBuilder().setUlid(ref.artifactRef()));
        }
        if (ref.sizeBytes() != null) {
            attachment.setSizeBytes(ref.sizeBytes());
        }
        if (ref.widthPx() != null && ref.heightPx() != null) {
            attachment.setWidthPx(ref.widthPx()).setHeightPx(ref.heightPx());
        }
        if (inline && ref.inlineBase64() != null) {
            attachment.setInlineBytes(ByteString.copyFrom(Base64.getDecoder().decode(ref.inlineBase64())));
        }
        return attachment.build();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String orUnknown(@Nullable String text) {
        return text == null || text.isBlank() ? UNKNOWN : text;
    }
}
