package io.palyra.connectors.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.adapter.ListBody;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConverter;
import org.jspecify.annotations.Nullable;

/** Reads what a body says. An object is never sent as what its {@code toString()} makes of it. */
final class BodyReader {

    private final BodyType bodyType;

    BodyReader(BodyType bodyType) {
        this.bodyType = bodyType;
    }

    /**
     * The content of the body: one, or each of a list.
     *
     * @throws InvalidEnvelopeException where it is nothing to send; where one of several is, the field says which
     */
    List<OutboundContent> read(Message message) {
        List<AttachmentRef> attachments = CamelAttachments.of(message.getExchange());
        if (!(message.getBody() instanceof Collection<?> list)) {
            return List.of(content(message, message.getBody(), attachments));
        }
        if (!attachments.isEmpty()) {
            throw new InvalidEnvelopeException(
                    "attachments", "do not say to which message of the list they belong", "put them into its messages");
        }
        return ListBody.each(list, each -> content(message, each, attachments));
    }

    private OutboundContent content(Message message, @Nullable Object body, List<AttachmentRef> attachments) {
        if (body instanceof OutboundMessageRequest request) {
            return new OutboundContent.Request(request);
        } else if (bodyType == BodyType.ENVELOPE) {
            return new OutboundContent.Tree(tree(message, body));
        }
        List<AttachmentRef> file = file(message, body);
        if (!file.isEmpty() || !attachments.isEmpty()) {
            List<AttachmentRef> all =
                    Stream.concat(file.stream(), attachments.stream()).toList();
            return new OutboundContent.Words(caption(message, file.isEmpty() ? body : null, all), all);
        }
        String text = text(message, body);
        if (text.isBlank()) {
            throw new InvalidEnvelopeException("text", "cannot be empty");
        }
        return new OutboundContent.Words(text, List.of());
    }

    private List<AttachmentRef> file(Message message, @Nullable Object body) {
        if (body == null || bodyType == BodyType.TEXT) {
            return List.of();
        }
        Optional<FileBody> file = FileBody.of(message, body);
        if (bodyType == BodyType.ATTACHMENT) {
            return List.of(file.orElseGet(() -> asBytes(message, body)).attachment());
        }
        return file.filter(FileBody::isNoText)
                .map(it -> List.of(it.attachment()))
                .orElse(List.of());
    }

    private FileBody asBytes(Message message, Object body) {
        return new FileBody(message, text(message, body).getBytes(StandardCharsets.UTF_8));
    }

    /** A message has a text: the body's, unless that is a file itself, or the header's, or the names of the files. */
    private String caption(Message message, @Nullable Object body, List<AttachmentRef> attachments) {
        String stated = message.getHeader(PalyraConstants.CAPTION, String.class);
        String text = body == null ? "" : text(message, body);
        return Stream.of(text, stated == null ? "" : stated)
                .filter(it -> !it.isBlank())
                .findFirst()
                .orElseGet(() -> attachments.stream()
                        .map(each -> String.valueOf(each.filename()))
                        .collect(Collectors.joining(", ")));
    }

    private static String text(Message message, @Nullable Object body) {
        if (body == null) {
            return "";
        } else if (body instanceof CharSequence
                || body instanceof Number
                || body instanceof Boolean
                || body instanceof Character) {
            return body.toString();
        } else if (body instanceof InboundMessageEvent event) {
            return event.body();
        }
        Optional<FileBody> file = FileBody.of(message, body);
        if (file.isPresent()) {
            return file.get().text();
        }
        TypeConverter converter = isOurs(body) ? null : converter(message, body);
        String text = converter == null ? null : converter.tryConvertTo(String.class, message.getExchange(), body);
        if (text == null) {
            throw new InvalidEnvelopeException(
                    "body",
                    "is no text",
                    body.getClass().getSimpleName()
                            + "; bodyType=envelope reads an object as an OutboundMessageRequest, setBody or marshal makes a"
                            + " text of it");
        }
        return text;
    }

    /** What an endpoint of ours has answered, say, is nothing for people. */
    private static boolean isOurs(Object body) {
        return body.getClass().getPackage() == OutboundMessageRequest.class.getPackage();
    }

    /** One that knows the type. Camel has others, which ask any object for its {@code toString()}. */
    private static @Nullable TypeConverter converter(Message message, Object body) {
        Exchange exchange = message.getExchange();
        return exchange.getContext().getTypeConverterRegistry().lookup(String.class, body.getClass());
    }

    private static ObjectNode tree(Message message, @Nullable Object body) {
        if (body == null) {
            throw new InvalidEnvelopeException("body", "cannot be empty");
        }
        boolean isText =
                body instanceof CharSequence || FileBody.of(message, body).isPresent();
        JsonNode tree = isText ? WireFormat.tree(json(message, body)) : treeOf(body);
        if (tree.path("text").isBinary()) {
            throw new InvalidEnvelopeException("text", "must be a string", "bytes; a database has such in a BLOB");
        } else if (tree instanceof ObjectNode fields) {
            return fields;
        }
        throw new InvalidEnvelopeException(
                "body", "must be a JSON object", tree.getNodeType().name());
    }

    private static String json(Message message, Object body) {
        return body instanceof CharSequence text ? text.toString() : new FileBody(message, body).json();
    }

    private static JsonNode treeOf(Object body) {
        try {
            return WireFormat.toTree(body);
        } catch (IllegalArgumentException e) {
            throw new InvalidEnvelopeException(
                    "body", "cannot be written as JSON", body.getClass().getName());
        }
    }
}
