package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.Markup.CodeBlock;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import java.util.List;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscordMarkupTest {

    @Test
    void aLanguageIsPartOfTheMarkOnlyAloneOnItsLine() {
        assertThat(opening("```js\nx```")).isEqualTo("```js\n");
        assertThat(opening("a ```c++\nx```")).isEqualTo("```c++\n");
        assertThat(opening("```js x\ny```")).isEqualTo("```\n");
        assertThat(opening("```js```")).isEqualTo("```\n");
        assertThat(opening("``````")).isEqualTo("```\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a](https://example.org)",
                "![a](https://example.org)",
                "<https://example.org>",
                "<@!1>",
                "<a:name:1>",
                "</play song:1>",
                "||hidden ```code``` words||",
                "``a ` tick``",
                "__under__"
            })
    void unitsAreFoundWhole(String unit) {
        assertThat(DiscordMarkup.INSTANCE.units("before " + unit + " behind"))
                .anySatisfy(span -> assertThat(("before " + unit + " behind").substring(span.start(), span.end()))
                        .isEqualTo(unit));
    }

    @Test
    void nothingIsAUnitInCode() {
        assertThat(DiscordMarkup.INSTANCE.units("```\n[a](b) || <@1> || `c`\n```"))
                .isEmpty();
    }

    @Test
    void attachmentsAreNotListedWithinCodeThatIsNeverClosed() {
        assertThat(payload("```\nclosed\n```").getString("content")).contains("https://example.org/a.png");
        assertThat(payload("```\nopen").getString("content")).isEqualTo("```\nopen");
        assertThat(payload("```\nopen").getArray("embeds").getObject(0).getString("description"))
                .contains("https://example.org/a.png");
    }

    private static DataObject payload(String text) {
        return MessagePayload.of(OpenSession.message(
                "m",
                "1",
                text,
                builder -> builder.attachments(
                        List.of(AttachmentRef.ofUrl(AttachmentKind.IMAGE, "https://example.org/a.png")))));
    }

    private static String opening(String text) {
        List<CodeBlock> blocks = DiscordMarkup.INSTANCE.codeBlocks(text);
        assertThat(blocks).hasSize(1);
        return blocks.get(0).opening();
    }
}
