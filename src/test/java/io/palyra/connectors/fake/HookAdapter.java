package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.adapter.WebhookAnswer;
import io.palyra.connectors.adapter.WebhookCall;
import io.palyra.connectors.adapter.WebhookReceiver;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Thread safe: calls come on threads of the ingress port. */
final class HookAdapter implements ConnectorAdapter, WebhookReceiver {

    private static final String HMAC = "HmacSHA256";

    private final HookEndpoint endpoint;
    private volatile @Nullable InboundSink sink;
    private volatile @Nullable SecretKeySpec key;

    HookAdapter(HookEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void start(InboundSink inbound) throws ConnectorStartException {
        String secret = endpoint.getComponent()
                .host()
                .flatMap(host -> host.token(endpoint.connectorId()))
                .orElseThrow(() -> new ConnectorStartException(
                        Readiness.MISSING_CREDENTIAL, "token: the secret that the platform signs its calls with"));
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
        sink = inbound;
    }

    /** No call is in hand any more. */
    @Override
    public void stop() {
        sink = null;
        key = null;
    }

    @Override
    public boolean takesCalls() {
        return endpoint.isCalls();
    }

    @Override
    public WebhookAnswer receive(WebhookCall call) throws InboundRefusedException {
        if (!isSigned(call)) {
            return WebhookAnswer.text(401, "the signature is wrong");
        }
        try {
            var message = WireFormat.tree(call.text());
            if (message.has("challenge")) {
                return WebhookAnswer.text(200, message.path("challenge").asText());
            }
            admit(
                    message.path("id").asText(),
                    message.path("room").asText(),
                    message.path("text").asText(),
                    new InboundFacts(message.path("mentions_bot").asBoolean(), false));
            return WebhookAnswer.ok();
        } catch (InvalidEnvelopeException e) {
            return WebhookAnswer.text(400, "no message: " + e.getMessage());
        }
    }

    /** Returns once the message is committed; what can never be a message is left out, and not given again. */
    private void admit(String id, String room, String text, InboundFacts facts) throws InboundRefusedException {
        InboundSink inbound = Objects.requireNonNull(sink, "calls come after the start");
        EnvelopeId envelopeId = new EnvelopeId("hook-" + id);
        try {
            inbound.emit(
                    InboundMessageEvent.builder(
                                    envelopeId,
                                    endpoint.connectorId(),
                                    new ConversationId(room),
                                    new SenderId("caller"),
                                    text)
                            .build(),
                    facts);
        } catch (InvalidEnvelopeException e) {
            inbound.reject(envelopeId, String.valueOf(e.getMessage()));
        }
    }

    /** Over the bytes as they came, in a time that tells nothing. */
    private boolean isSigned(WebhookCall call) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            String expected = HexFormat.of().formatHex(mac.doFinal(call.body()));
            return call.header("X-Hook-Signature")
                    .filter(stated -> MessageDigest.isEqual(
                            stated.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8)))
                    .isPresent();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized DeliveryOutcome send(OutboundMessageRequest request) {
        String line = String.join(
                "\t",
                request.conversationId().value(),
                request.envelopeId().value(),
                request.idempotencyKey(),
                request.text());
        try {
            Files.writeString(
                    Path.of(endpoint.getFile()),
                    line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.DSYNC);
            return new DeliveryOutcome.Delivered(new MessageId("line-of-" + request.envelopeId()));
        } catch (IOException e) {
            return new DeliveryOutcome.Unknown("the file broke off: " + e);
        }
    }

    /** Whoever reads the file knows a line by its key. */
    @Override
    public UnknownResolution unknownResolution() {
        return UnknownResolution.RESEND;
    }
}
