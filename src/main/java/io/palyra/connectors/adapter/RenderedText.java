package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import java.nio.charset.StandardCharsets;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What a message says, as its platform takes it. Limits of a message count what its sender wrote: the text that it is
 * rendered to may be longer than those.
 *
 * @param autoAckText becomes a message of its own where the connector sends it
 */
@API(status = API.Status.INTERNAL)
public record RenderedText(String text, @Nullable String autoAckText) {

    public static RenderedText of(OutboundMessageRequest request, Markup markup) {
        String acknowledgement = request.autoAckText();
        return new RenderedText(
                markup.render(request.text()), acknowledgement == null ? null : markup.render(acknowledgement));
    }

    /** What a message says that was rendered when it was accepted. */
    public static RenderedText asStored(OutboundMessageRequest request) {
        return new RenderedText(request.text(), request.autoAckText());
    }

    /** The message with this text, or the message itself where it says that already. */
    public OutboundMessageRequest in(OutboundMessageRequest request) {
        return text.equals(request.text()) && (autoAckText == null || autoAckText.equals(request.autoAckText()))
                ? request
                : with(request, text).autoAckText(autoAckText).build();
    }

    /** The message with a text that may be longer than the one it had. */
    public static OutboundMessageRequestBuilder with(OutboundMessageRequest request, String text) {
        return request.toBuilder().text(text).maxPayloadBytes(Math.max(request.maxPayloadBytes(), bytes(text)));
    }

    /** The size of the text in UTF-8. */
    public int bytes() {
        return bytes(text);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
