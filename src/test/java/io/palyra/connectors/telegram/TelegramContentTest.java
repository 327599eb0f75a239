package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.Words;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people write and show, as text and files of an event, and what is left out. One session; each test has a chat of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelegramContentTest {

    private static final byte[] CONTENT = {1, 2, 3};

    private HearingTelegram hearing;

    @BeforeAll
    void start() throws Exception {
        hearing = HearingTelegram.start();
    }

    @AfterAll
    void stop() throws Exception {
        hearing.close();
    }

    static Stream<Arguments> wordsWithoutText() {
        return Stream.of(
                Arguments.of("😀", Words.sticker("😀")),
                Arguments.of("[location] 52.5, 13.25", Words.location(52.5, 13.25)),
                Arguments.of("[contact] Ada +4930123", Words.contact("+4930123", "Ada")),
                Arguments.of("[poll] Tea?\n- yes\n- no", Words.poll("Tea?", "yes", "no")),
                Arguments.of("🎲 6", Words.of("").with(json -> json.putObject("dice")
                        .put("emoji", "🎲")
                        .put("value", 6))),
                Arguments.of("Harbour, Quay 1 (1.5, 2.5)", Words.of("").with(json -> {
                    ObjectNode venue =
                            json.putObject("venue").put("title", "Harbour").put("address", "Quay 1");
                    venue.putObject("location").put("latitude", 1.5).put("longitude", 2.5);
                    json.set("location", venue.path("location"));
                })),
                Arguments.of("[attachment]", Words.of("").voice(CONTENT)),
                Arguments.of("with words", Words.of("with words").photo(CONTENT)),
                Arguments.of("with words", Words.of("with words").document("a.txt", "text/plain", CONTENT)));
    }

    @ParameterizedTest
    @MethodSource("wordsWithoutText")
    void whatIsShownStandsInTheText(String body, Words words) {
        assertThat(hearing.read(words).body()).isEqualTo(body);
    }

    @Test
    void linksStandBehindTheirWordsCountedInUtf16() {
        assertThat(hearing.read(Words.of("🚢🚢 one and two")
                                .link("one", "https://one.example/")
                                .link("two", "https://two.example/"))
                        .body())
                .isEqualTo("🚢🚢 one (https://one.example/) and two (https://two.example/)");
    }

    @Test
    void linksOfACaptionStandThereToo() {
        assertThat(hearing.read(Words.of("look here")
                                .link("here", "https://one.example/")
                                .photo(CONTENT))
                        .body())
                .isEqualTo("look here (https://one.example/)");
    }

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of(Words.of("").photo(CONTENT), AttachmentKind.IMAGE, "image/jpeg", null, "AgAC"),
                Arguments.of(
                        Words.of("").document("a b.pdf", "application/pdf", CONTENT),
                        AttachmentKind.FILE,
                        "application/pdf",
                        "a b.pdf",
                        "BQAC"),
                Arguments.of(Words.of("").voice(CONTENT), AttachmentKind.FILE, "audio/ogg", null, "BQAC"),
                Arguments.of(Words.of("").video(CONTENT), AttachmentKind.FILE, "video/mp4", "video.mp4", "BQAC"),
                Arguments.of(Words.sticker("😀"), AttachmentKind.IMAGE, "image/webp", null, "CAAC"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileIsKnownByItsIdAndNeverByAnAddress(
            Words words, AttachmentKind kind, String type, String name, String idBegins) {
        AttachmentRef file =
                assertThat(hearing.read(words).attachments()).singleElement().actual();
        assertThat(file.kind()).isEqualTo(kind);
        assertThat(file.contentType()).isEqualTo(type);
        assertThat(file.filename()).isEqualTo(name);
        assertThat(file.attachmentId()).startsWith(idBegins);
        assertThat(file.origin()).isEqualTo("telegram");
        assertThat(file.url()).isNull();
    }

    @Test
    void ofAPhotoTheLargestIsTaken() {
        assertThat(hearing.read(Words.of("").photo(CONTENT)).attachments())
                .extracting(AttachmentRef::widthPx)
                .containsExactly(900);
    }

    @Test
    void anAlbumIsAMessageEach() {
        Chat group = hearing.group();
        hearing.telegram()
                .sendsAlbum(
                        group,
                        hearing.ada(),
                        Words.of("three").photo(CONTENT),
                        Words.of("").photo(CONTENT),
                        Words.of("").photo(CONTENT));
        hearing.awaitHeard(group, "three", "[attachment]", "[attachment]");
        assertThat(hearing.inbox().of(group))
                .allSatisfy(event -> assertThat(event.attachments()).hasSize(1));
    }

    static Stream<Arguments> leftOut() {
        return Stream.of(
                Arguments.of("others_command", Words.of("/start@another_bot now")),
                Arguments.of("notice", Words.of("news").with(json -> json.put("is_automatic_forward", true))),
                Arguments.of("empty", Words.of("").with(json -> json.putArray("new_chat_members"))),
                Arguments.of("empty", Words.of("").with(json -> json.put("new_chat_title", "Renamed"))),
                Arguments.of("empty", Words.of("").with(json -> json.putObject("pinned_message")
                        .put("message_id", 1))),
                Arguments.of("empty", Words.of(" \n\t ")),
                Arguments.of("unreadable", Words.of("nobody's").with(json -> json.remove("from"))),
                Arguments.of("unreadable", Words.of("nobody's").with(json -> json.putObject("from"))),
                Arguments.of("unreadable", Words.of("of no chat").with(json -> json.remove("chat"))),
                Arguments.of("unreadable", Words.of("of no number").with(json -> json.put("message_id", "7"))),
                Arguments.of("unreadable", Words.of("of half a chat").with(json -> json.putObject("chat"))),
                Arguments.of("attachment", Words.of("with half a file").with(json -> json.putObject("document"))));
    }

    @ParameterizedTest
    @MethodSource("leftOut")
    void whatIsNoMessageForUsIsLeftOutAndCounted(String kind, Words words) {
        long before = hearing.leftOut(kind);
        Chat group = hearing.group();
        hearing.says(group, words);
        hearing.awaitAllRead();
        assertThat(hearing.leftOut(kind)).isEqualTo(before + 1);
        assertThat(hearing.inbox().texts(group))
                .isEqualTo(kind.equals("attachment") ? List.of("with half a file") : List.of());
    }

    @Test
    void aVeryLongTextIsCutAndSaysSo() {
        InboundMessageEvent event = hearing.read(Words.of("").with(json -> json.put("text", "x".repeat(100_000))));
        assertThat(event.body()).endsWith("[cut]");
        assertThat(hearing.leftOut("text_end")).isEqualTo(1);
    }


    /** For clients that do not know what moves, Telegram gives it as a document, too. */
    @Test
    void whatMovesIsOneFile() {
        InboundMessageEvent event =
                hearing.read(Words.of("").document("wave.mp4", "video/mp4", CONTENT).with(json -> json.set(
                        "animation", json.path("document").deepCopy())));
        assertThat(event.attachments())
                .singleElement()
                .extracting(AttachmentRef::filename)
                .isEqualTo("wave.mp4");
    }

    /** Telegram may give longer ones than an event takes. */
    @Test
    void aLongIdIsAReference() {
        String fileId = "BQAC" + "x".repeat(200);
        InboundMessageEvent event = hearing.read(Words.of("").voice(CONTENT).with(json -> ((ObjectNode) json.path("voice"))
                .put("file_id", fileId)));
        AttachmentRef file = assertThat(event.attachments()).singleElement().actual();
        assertThat(file.artifactRef()).isEqualTo("telegram:file:" + fileId);
        assertThat(TelegramFiles.fileId(file)).isEqualTo(fileId);
    }
}
