package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read in a message, and which files it has, from the JSON that Discord gives. */
class MessageTextTest {

    private static final String PERSON = "\"author\":{\"id\":\"7\"},";
    private static final String BOT = "\"author\":{\"id\":\"8\",\"bot\":true},";

    private final LeftOut leftOut = new LeftOut();

    private static DataObject message(String json) {
        return DataObject.fromJson(json.formatted());
    }

    private String text(String json) {
        return MessageText.of(MessageTree.of(message(json)), leftOut);
    }

    private List<AttachmentRef> files(String json) {
        return MessageFiles.of(MessageTree.of(message(json)), leftOut);
    }

    @Test
    void aForwardOfAForwardIsReadWithItsFiles() {
        String json = """
                {"content":"look","message_snapshots":[{"message":{
                   "content":"first hand",
                   "attachments":[{"id":"1","url":"https://cdn.example/a.png","filename":"a.png","content_type":"image/png","size":3}],
                   "embeds":[{"type":"rich","title":"Build 7"}],
                   "message_snapshots":[{"message":{"content":"second hand","attachments":[
                      {"id":"2","url":"https://cdn.example/b.txt","filename":"b.txt","size":0}]}}]}}]}""";

        assertThat(text(json))
                .isEqualTo("look\n[forwarded message]\nfirst hand\n[forwarded message]\nsecond hand\nBuild 7");
        assertThat(files(json)).extracting(AttachmentRef::filename).containsExactly("a.png", "b.txt");
        assertThat(files(json))
                .extracting(AttachmentRef::kind)
                .containsExactly(AttachmentKind.IMAGE, AttachmentKind.FILE);
    }

    @Test
    void anEmbedOfABotIsReadWhole() {
        assertThat(text("{" + BOT + """
                "embeds":[{"type":"rich","author":{"name":"CI","url":"https://ci.example"},
                  "title":"Build failed","url":"https://ci.example/7","description":"2 of 9 tests",
                  "fields":[{"name":"Branch","value":"main"},{"name":"\u200b","value":"more"},{"name":"x"}],
                  "footer":{"text":"today"}}]}""")).isEqualTo("""
                        CI (https://ci.example)
                        Build failed (https://ci.example/7)
                        2 of 9 tests
                        Branch: main
                        more
                        x
                        today""");
    }

    @Test
    void theImageOfAnEmbedIsAFile() {
        assertThat(files("{" + BOT + """
                "embeds":[{"type":"rich","image":{"url":"https://cdn.example/p.png","width":3,"height":4},
                           "thumbnail":{"url":"https://cdn.example/t.png"}}]}""")).singleElement().satisfies(image -> {
            assertThat(image.url()).isEqualTo("https://cdn.example/p.png");
            assertThat(image.kind()).isEqualTo(AttachmentKind.IMAGE);
            assertThat(image.widthPx()).isEqualTo(3);
        });
    }

    @ParameterizedTest(name = "{0} {1} previews {2}")
    @CsvSource({
        "person, article, true",
        "person, rich, true",
        "bot, article, true",
        "bot, rich, false",
    })
    void thePreviewOfALinkRepeatsIt(String author, String type, boolean preview) {
        String text = text("{" + (author.equals("bot") ? BOT : PERSON) + """
                "content":"see https://news.example/1","embeds":[
                  {"type":"%s","url":"https://news.example/1","title":"News","image":{"url":"https://news.example/1.png"}}]}
                """.formatted(type));

        assertThat(text).isEqualTo("see https://news.example/1" + (preview ? "" : "\nNews (https://news.example/1)"));
        assertThat(leftOut.count(LeftOut.Kind.LINK_PREVIEW)).isEqualTo(preview ? 1 : 0);
    }

    @Test
    void aPollIsItsQuestionAndAnswers() {
        assertThat(text("""
                {"poll":{"question":{"text":"Lunch?"},"answers":[
                  {"answer_id":1,"poll_media":{"text":"soup","emoji":{"name":"🍲"}}},{"answer_id":2,"poll_media":{"text":"bread"}}]}}
                """)).isEqualTo("[poll: Lunch?]\n- 🍲 soup\n- bread");
    }

    @Test
    void aStickerIsItsNameAndItsPicture() {
        String json = """
                {"sticker_items":[{"id":"5","name":"wave","format_type":1},{"id":"6","name":"dance","format_type":3},
                                  {"id":"9","name":"run","format_type":4}]}""";

        assertThat(text(json)).isEqualTo("[sticker: wave]\n[sticker: dance]\n[sticker: run]");
        assertThat(files(json))
                .extracting(AttachmentRef::url)
                .containsExactly(
                        "https://media.discordapp.net/stickers/5.png", "https://media.discordapp.net/stickers/9.gif");
    }

    @Test
    void componentsAreReadInTheirOrder() {
        String json = """
                {"flags":32768,"components":[{"type":17,"components":[
                   {"type":10,"content":"# Release"},
                   {"type":9,"components":[{"type":10,"content":"is out"}],"accessory":{"type":2,"style":5,"label":"Open","url":"https://r.example"}},
                   {"type":14},
                   {"type":12,"items":[{"media":{"url":"https://cdn.example/1.png","content_type":"image/png"},"description":"a chart"}]},
                   {"type":13,"file":{"url":"https://cdn.example/n.txt"}},
                   {"type":1,"components":[{"type":2,"style":1,"label":"Yes","custom_id":"secret-7"},
                                           {"type":3,"placeholder":"Which?","options":[{"label":"one"},{"label":"two"}]}]}]}],
                 "attachments":[{"id":"1","url":"https://cdn.example/n.txt","filename":"n.txt"}]}""";

        assertThat(text(json)).isEqualTo("""
                # Release
                is out
                [button: Open (https://r.example)]
                a chart
                [button: Yes]
                [menu: Which? one, two]""");
        assertThat(files(json))
                .extracting(AttachmentRef::url)
                .containsExactly("https://cdn.example/n.txt", "https://cdn.example/1.png");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\":\"https://x\",\"size\":-1}",
                "{\"url\":\"https://x\",\"size\":\"big\"}",
                "{\"url\":\"https://x\",\"size\":1e300}",
                "{\"url\":\"https://x\",\"width\":99999999999}",
                "{\"url\":\"https://x\",\"height\":-3}",
                "{\"filename\":\"a.txt\"}",
                "7",
                "[]",
            })
    void aFileThatMakesNoSenseIsLeftOutAndCounted(String odd) {
        List<AttachmentRef> files = files("""
                {"attachments":[%s,{"url":"https://cdn.example/a.txt"}]}""".formatted(odd));

        assertThat(files).extracting(AttachmentRef::url).containsExactly("https://cdn.example/a.txt");
        assertThat(leftOut.count(LeftOut.Kind.ATTACHMENT)).isEqualTo(1);
    }

    @Test
    void filesBeyondTheLimitAreLeftOut() {
        String many = String.join(
                ",",
                IntStream.range(0, 40)
                        .mapToObj(n -> "{\"url\":\"https://cdn.example/" + n + "\"}")
                        .toList());

        assertThat(files("{\"attachments\":[" + many + "]}")).hasSize(AttachmentRef.PER_MESSAGE_MAX);
        assertThat(leftOut.count(LeftOut.Kind.ATTACHMENT)).isEqualTo(8);
    }

    @Test
    void anUnreadableFileNameIsLeftOutAlone() {
        assertThat(files("{\"attachments\":[{\"url\":\"https://x\",\"filename\":\"a\\u0007b\"}]}"))
                .singleElement()
                .satisfies(file -> assertThat(file.filename()).isNull());
    }

    @Test
    void aTextThatIsTooLongIsCutBetweenCharacters() {
        String field = "😀".repeat(256);
        String fields = String.join(
                ",",
                IntStream.range(0, 100)
                        .mapToObj(n -> "{\"value\":\"" + field + "\"}")
                        .toList());

        String text = text("{\"embeds\":[{\"fields\":[" + fields + "]}]}");

        assertThat(text.getBytes(StandardCharsets.UTF_8).length)
                .isBetween(InboundMessageEvent.DEFAULT_BODY_BYTES_MAX - 4, InboundMessageEvent.DEFAULT_BODY_BYTES_MAX);
        assertThat(text).endsWith("😀\n[cut]");
        assertThat(leftOut.count(LeftOut.Kind.TEXT_END)).isEqualTo(1);
    }

    @Test
    void aQuoteIsCutShorter() {
        String quoted = MessageText.quoted(MessageTree.of(message("{\"content\":\"" + "ä".repeat(2_000) + "\"}")));

        assertThat(quoted).endsWith("ä…");
        assertThat(quoted.getBytes(StandardCharsets.UTF_8).length).isBetween(2_046, 2_048);
    }
}
