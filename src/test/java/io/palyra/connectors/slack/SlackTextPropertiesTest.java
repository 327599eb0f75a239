package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.nio.charset.StandardCharsets;
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
 * Goal: every message is read, whatever it looks like, and what was written comes back as it was. Method: random trees whose
 * fields have Slack's names, with values of any type; texts escaped as Slack's clients escape them.
 */
class SlackTextPropertiesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> NAMES = List.of(
            "accessory",
            "actions",
            "alt_text",
            "app_id",
            "attachments",
            "author_name",
            "blocks",
            "bot_id",
            "code",
            "elements",
            "fallback",
            "fields",
            "files",
            "footer",
            "from_url",
            "indent",
            "is_app_unfurl",
            "is_msg_unfurl",
            "is_share",
            "label",
            "message",
            "message_blocks",
            "name",
            "offset",
            "options",
            "original_url",
            "placeholder",
            "pretext",
            "range",
            "rows",
            "style",
            "text",
            "title",
            "title_link",
            "type",
            "url",
            "user_id",
            "value");

    private static final List<String> TYPES = List.of(
            "actions",
            "button",
            "context",
            "header",
            "image",
            "input",
            "link",
            "markdown",
            "mrkdwn",
            "plain_text",
            "rich_text",
            "rich_text_list",
            "rich_text_preformatted",
            "rich_text_quote",
            "rich_text_section",
            "section",
            "static_select",
            "table",
            "text",
            "user",
            "video");

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void anyMessageIsRead(@ForAll("fields") Map<String, Object> fields) {
        JsonNode message = JSON.valueToTree(fields);

        String read = SlackText.of(message, new LeftOut());

        assertThat(read.getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(InboundMessageEvent.DEFAULT_BODY_BYTES_MAX);
    }

    @Property
    void whatWasEscapedOnceIsUnescapedOnce(@ForAll("written") String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");

        assertThat(SlackTextTokens.decoded(escaped)).isEqualTo(text);
        assertThat(MrkdwnText.escape(text)).isEqualTo(escaped);
    }

    @Provide
    Arbitrary<String> written() {
        return Arbitraries.of(
                        "a", "&", "<", ">", "&amp;", "&lt;", "<@U1>", "<!here>", "$1", "\\", "|", "\n", ";", "amp", "é")
                .list()
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<Map<String, Object>> fields() {
        return Arbitraries.maps(Arbitraries.of(NAMES), tree()).ofMaxSize(10);
    }

    private static Arbitrary<Object> tree() {
        return Arbitraries.recursive(SlackTextPropertiesTest::scalar, SlackTextPropertiesTest::container, 0, 5);
    }

    private static Arbitrary<Object> scalar() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20).map(Object.class::cast),
                Arbitraries.of(TYPES).map(Object.class::cast),
                Arbitraries.of("", "<https://x|y>", "<@U1>", "<!x^|>", "<|>", "<<>>", "\ud83d", "a\u0000b", "$9\\")
                        .map(Object.class::cast),
                Arbitraries.integers().map(Object.class::cast),
                Arbitraries.doubles().map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast));
    }

    private static Arbitrary<Object> container(Arbitrary<Object> element) {
        return Arbitraries.oneOf(
                element.list().ofMaxSize(4).map(list -> (Object) new ArrayList<>(list)),
                Arbitraries.maps(Arbitraries.of(NAMES), element).ofMaxSize(6).flatMap(map -> Arbitraries.of(TYPES)
                        .map(type -> {
                            Map<String, Object> typed = new HashMap<>(map);
                            typed.put("type", type);
                            return (Object) typed;
                        })));
    }
}
