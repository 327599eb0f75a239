package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.platform.inbound.Reading;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.testkit.LoopbackDiscord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Goal: whatever stands outside a message's id, channel and author, the message is read. Method: random trees whose fields
 * have Discord's names, so that they are met at every place, with values of any type.
 */
class MessageTextPropertiesTest {

    private static final List<String> NAMES = List.of(
            "accessory",
            "answers",
            "attachments",
            "author",
            "components",
            "content",
            "description",
            "embeds",
            "emoji",
            "fields",
            "file",
            "filename",
            "footer",
            "global_name",
            "height",
            "id",
            "image",
            "items",
            "label",
            "media",
            "member",
            "mention_everyone",
            "mention_roles",
            "mentions",
            "message",
            "message_id",
            "message_reference",
            "message_snapshots",
            "name",
            "nick",
            "options",
            "placeholder",
            "poll",
            "poll_media",
            "question",
            "referenced_message",
            "size",
            "sticker_items",
            "format_type",
            "text",
            "title",
            "type",
            "url",
            "value",
            "webhook_id",
            "width");

    private final InboundMapper mapper = new InboundMapper(LoopbackDiscord.OPS, new Self("1", "2"));
    private final MessageRecords records = new MessageRecords("1");

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anyMessageOfSomebodyIsRead(@ForAll("fields") Map<String, Object> fields) {
        Map<String, Object> message = new HashMap<>(fields);
        message.put("id", "1000000000000");
        message.put("channel_id", "301");
        message.put("author", Map.of("id", "7"));

        Reading reading = mapper.map(InboundMapperTest.object(message), null);

        reading.event().ifPresent(event -> {
            event.requireBodyWithin(InboundMessageEvent.DEFAULT_BODY_BYTES_MAX);
            assertThat(event.attachments()).hasSizeLessThanOrEqualTo(AttachmentRef.PER_MESSAGE_MAX);
        });
        records.of(new MessageTarget(new ConversationId("301"), null), InboundMapperTest.object(message));
    }

    @Provide
    Arbitrary<Map<String, Object>> fields() {
        return Arbitraries.maps(Arbitraries.of(NAMES), tree()).ofMaxSize(8);
    }

    private static Arbitrary<Object> tree() {
        return Arbitraries.recursive(MessageTextPropertiesTest::scalar, MessageTextPropertiesTest::container, 0, 4);
    }

    private static Arbitrary<Object> scalar() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20).map(Object.class::cast),
                Arbitraries.of("", "https://cdn.example/a", "\ud83d", "a\u0000b", "7"),
                Arbitraries.integers().between(-1, 50).map(Object.class::cast),
                Arbitraries.longs().map(Object.class::cast),
                Arbitraries.doubles().map(Object.class::cast),
                Arbitraries.of(true, false));
    }

    private static Arbitrary<Object> container(Arbitrary<Object> inner) {
        return Arbitraries.oneOf(
                inner.list().ofMaxSize(4).<Object>map(ArrayList::new),
                Arbitraries.maps(Arbitraries.of(NAMES), inner).ofMaxSize(6).map(Object.class::cast));
    }
}
