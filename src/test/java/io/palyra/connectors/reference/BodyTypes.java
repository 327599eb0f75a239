package io.palyra.connectors.reference;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.protocol.A2uiUpdate;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.JsonValue;
import io.palyra.connectors.protocol.MessageDiff;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Preflight;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.RoutedOutboundMessage;
import io.palyra.connectors.protocol.RoutedOutput;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The records that routes see as bodies, with their fields on the wire. */
final class BodyTypes {

    private static final Map<Class<?>, String> WHERE = new LinkedHashMap<>();

    static {
        WHERE.put(
                InboundMessageEvent.class,
                "body of `from: palyra-<kind>` and of the question to the daemon; taken by `to: palyra-inbox`");
        WHERE.put(InboundIngestOutcome.class, "answer of `to: palyra-inbox`");
        WHERE.put(RouteInboundResult.class, "what the daemon answers");
        WHERE.put(RoutedOutboundMessage.class, "one of its `outputs`");
        WHERE.put(
                OutboundMessageRequest.class,
                "taken by `to: palyra-outbox` with `bodyType=envelope`, and by `to: palyra-<kind>`; body of `from:"
                        + " palyra-outbox:*`");
        WHERE.put(AttachmentRef.class, "one of its `attachments`");
        WHERE.put(A2uiUpdate.class, "its `a2ui_update`");
        WHERE.put(EnqueueOutcome.class, "answer of `to: palyra-outbox`");
        WHERE.put(DeliveryReceipt.class, "answer of `to: palyra-<kind>`");
        WHERE.put(LoggedEvent.class, "body of `from: palyra-events`");
        WHERE.put(ReadRequest.class, "taken by `to: palyra-<kind>?operation=read`");
        WHERE.put(ReadResult.class, "its answer");
        WHERE.put(SearchRequest.class, "taken by `to: palyra-<kind>?operation=search`");
        WHERE.put(SearchResult.class, "its answer");
        WHERE.put(EditRequest.class, "taken by `to: palyra-<kind>?operation=edit`");
        WHERE.put(DeleteRequest.class, "taken by `to: palyra-<kind>?operation=delete`");
        WHERE.put(ReactRequest.class, "taken by `to: palyra-<kind>?operation=reactAdd` and `reactRemove`");
        WHERE.put(MutationResult.class, "the answer of these three");
        WHERE.put(MessageLocator.class, "where a message is");
        WHERE.put(MessageRecord.class, "a message as the platform has it");
        WHERE.put(MessageDiff.class, "what an edit changed");
        WHERE.put(Preflight.class, "whether the operation is allowed");
    }

    private BodyTypes() {}

    /** A row for each: what it is, where it occurs, what is in it. */
    static String table() {
        return Markdown.table(
                List.of("record", "where", "fields; those with `?` may be missing"),
                WHERE.entrySet().stream()
                        .map(record -> List.of(
                                Markdown.code(record.getKey().getSimpleName()),
                                record.getValue(),
                                fields(record.getKey()))));
    }

    private static String fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(BodyTypes::onTheWire)
                .map(field -> Markdown.code(wireName(field.getName()) + (mayBeMissing(field) ? "?" : "")) + " "
                        + name(field.getGenericType()))
                .collect(Collectors.joining(", "));
    }

    /** A target's fields stand among those of the record that has it. */
    private static Stream<RecordComponent> onTheWire(RecordComponent field) {
        return field.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                ? Arrays.stream(field.getType().getRecordComponents()).flatMap(BodyTypes::onTheWire)
                : Stream.of(field);
    }

    private static boolean mayBeMissing(RecordComponent field) {
        return field.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    static String wireName(String javaName) {
        return javaName.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static String name(Type type) {
        if (type instanceof ParameterizedType list) {
            return "list of " + name(list.getActualTypeArguments()[0]);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == RoutedOutput.class) {
            return name(RoutedOutboundMessage.class);
        } else if (plain == boolean.class || plain == Boolean.class) {
            return "boolean";
        } else if (plain == JsonNode.class || plain == JsonValue.class) {
            return "any JSON";
        } else if (plain.isEnum() || plain == String.class || isId(plain)) {
            return "string";
        }
        return plain.isRecord() ? plain.getSimpleName() : "integer";
    }

    /** A record around one text, or around its parts, which is a text on the wire. */
    private static boolean isId(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(method -> method.getName().equals("value"));
    }
}
