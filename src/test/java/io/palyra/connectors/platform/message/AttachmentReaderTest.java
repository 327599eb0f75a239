package io.palyra.connectors.platform.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as a platform describes them, also where it does so badly. */
class AttachmentReaderTest {

    private final LeftOut leftOut = new LeftOut();
    private final AttachmentReader reader = new AttachmentReader(
            new AttachmentReader.Fields("key", "link", "name", "mime", "bytes", "w", "h"), "somewhere", leftOut);

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private long leftOut() {
        return leftOut.count(LeftOut.Kind.ATTACHMENT);
    }

    @Test
    void theFieldsAreThoseOfThePlatform() {
        reader.file(json(
                "{'key':'F1','link':'https://example.org/a','name':'a.png','mime':'image/png','bytes':9,'w':3,'h':4}"));
        assertThat(reader.files())
                .containsExactly(new AttachmentRef(
                        AttachmentKind.IMAGE,
                        "F1",
                        "https://example.org/a",
                        null,
                        "a.png",
                        "image/png",
                        9L,
                        null,
                        "somewhere",
                        null,
                        false,
                        null,
                        3,
                        4));
    }

    @ParameterizedTest
    @CsvSource({"image/png, IMAGE", "IMAGE/GIF, IMAGE", "image/svg+xml, FILE", "text/plain, FILE", "'', FILE"})
    void aPictureIsOneByItsType(String type, AttachmentKind kind) {
        reader.file(json("{'link':'https://example.org/a','mime':'" + type + "'}"));
        reader.picture(json("{'link':'https://example.org/b','mime':'" + type + "'}"));
        assertThat(reader.files()).extracting(AttachmentRef::kind).containsExactly(kind, AttachmentKind.IMAGE);
    }

    @Test
    void eachUrlIsThereOnce() {
        reader.file(json("{'link':'https://example.org/a','name':'first'}"));
        reader.file(json("{'link':'https://example.org/a','name':'second'}"));
        reader.picture("https://example.org/a");
        assertThat(reader.files())
                .singleElement()
                .extracting(AttachmentRef::filename)
                .isEqualTo("first");
        assertThat(leftOut()).isZero();
    }

    /** Such as those of a platform whose URLs would have its token in them. */
    @Test
    void filesWithoutUrlsAreKnownByTheirIds() {
        AttachmentReader byId = new AttachmentReader(
                new AttachmentReader.Fields("key", null, "name", "mime", "bytes", "w", "h"), "somewhere", leftOut);
        String tooLong = "k".repeat(AttachmentRef.ID_BYTES_MAX + 1);
        byId.file(json("{'key':'F1','name':'first','mime':'text/plain'}"));
        byId.file(json("{'key':'F1','name':'second'}"));
        byId.file(json("{'key':'" + tooLong + "'}"), "image/webp");
        byId.file(json("{'key':' '}"));
        assertThat(byId.files()).extracting(AttachmentRef::attachmentId).containsExactly("F1", null);
        assertThat(byId.files())
                .extracting(AttachmentRef::artifactRef)
                .containsExactly(null, "somewhere:file:" + tooLong);
        assertThat(byId.files()).extracting(AttachmentRef::contentType).containsExactly("text/plain", "image/webp");
        assertThat(byId.files())
                .extracting(AttachmentRef::kind)
                .containsExactly(AttachmentKind.FILE, AttachmentKind.IMAGE);
        assertThat(leftOut()).isEqualTo(1);
    }

    @Test
    void oneTooManyIsCounted() {
        for (int i = 0; i < AttachmentRef.PER_MESSAGE_MAX + 2; i++) {
            reader.picture("https://example.org/" + i);
        }
        assertThat(reader.files()).hasSize(AttachmentRef.PER_MESSAGE_MAX);
        assertThat(leftOut()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "{}",
                "{'link':' '}",
                "{'link':'https://example.org/a','bytes':'many'}",
                "{'link':'https://example.org/a','bytes':-1}",
                "{'link':'https://example.org/a','w':5000000000}"
            })
    void aDescriptionThatMakesNoSenseIsCounted(String given) {
        reader.file(json(given));
        assertThat(reader.files()).isEmpty();
        assertThat(leftOut()).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsNothing() {
        reader.file(MissingNode.getInstance());
        reader.picture(NullNode.getInstance());
        assertThat(reader.files()).isEmpty();
        assertThat(leftOut()).isZero();
    }

    @Test
    void aTextThatDoesNotFitIsLeftOutOfTheDescription() {
        reader.file(json("{'link':'https://example.org/a','name':'" + "n".repeat(600) + "','key':'a\\nb'}"));
        assertThat(reader.files()).singleElement().satisfies(file -> {
            assertThat(file.filename()).isNull();
            assertThat(file.attachmentId()).isNull();
        });
    }
}
