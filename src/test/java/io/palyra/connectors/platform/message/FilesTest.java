package io.palyra.connectors.platform.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files a message takes along, and which it only names. */
class FilesTest {

    private static final String HELLO = Base64.getEncoder().encodeToString("hello".getBytes(StandardCharsets.UTF_8));

    private static AttachmentRef file(String name, String type) {
        return AttachmentRef.upload(AttachmentKind.FILE, name, type, HELLO);
    }

    private static AttachmentRef named(@Nullable String id, @Nullable String artifact, @Nullable String filename) {
        return new AttachmentRef(
                AttachmentKind.FILE,
                id,
                null,
                artifact,
                filename,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null);
    }

    private static String listed(AttachmentRef... attachments) {
        return ListedAttachments.of(OutboundMessageRequest.builder(
                        new EnvelopeId("e1"), ConnectorId.of("echo:a"), new ConversationId("c"), "text")
                .attachments(List.of(attachments))
                .build());
    }

    @Test
    void onlyWhatAsksForItIsUploaded() {
        List<Upload> files = Uploads.of(
                List.of(
                        AttachmentRef.ofUrl(AttachmentKind.FILE, "https://example.org/a"),
                        file("a.txt", "Text/Plain; charset=utf-8")),
                5);
        assertThat(files).singleElement().satisfies(file -> {
            assertThat(file.filename()).isEqualTo("a.txt");
            assertThat(file.contentType()).isEqualTo("text/plain");
            assertThat(file.content()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
            assertThat(file).asString().doesNotContain("hello");
        });
    }

    @ParameterizedTest
    @CsvSource({"a b/ö.png, a_b__.png", "..., file.png", "'', file.png", "-_., file.png"})
    void aNameIsOneThatEveryPlatformTakes(String stated, String taken) {
        AttachmentRef file = new AttachmentRef(
                AttachmentKind.IMAGE,
                null,
                null,
                null,
                stated.isEmpty() ? null : stated,
                "image/png",
                null,
                null,
                null,
                null,
                true,
                HELLO,
                null,
                null);
        assertThat(Uploads.of(List.of(file), 5))
                .singleElement()
                .extracting(Upload::filename)
                .isEqualTo(taken);
    }

    @Test
    void aLongNameKeepsItsEnd() {
        assertThat(Uploads.of(List.of(file("x".repeat(200) + ".txt", "text/plain")), 5)
                        .get(0)
                        .filename())
                .hasSize(100)
                .endsWith("x.txt");
    }

    @Test
    void whatIsNotTakenIsNamedWithItsRule() {
        assertThatThrownBy(() -> Uploads.of(List.of(file("a.txt", "text/plain"), file("a", "text/html")), 5))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("attachments[1].content_type")
                .hasMessageContaining("image/gif, image/jpeg, image/png")
                .hasMessageContaining("text/html");
        assertThatThrownBy(() -> Uploads.of(List.of(file("a.txt", "text/plain")), 4))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("attachments[0]")
                .hasMessageContaining("5 bytes, at most 4");
    }

    @Test
    void whatIsNotUploadedIsListed() {
        assertThat(listed(file("a.txt", "text/plain"))).isEmpty();
        assertThat(listed(
                        AttachmentRef.ofUrl(AttachmentKind.FILE, "https://example.org/a"),
                        file("a.txt", "text/plain"),
                        named("7", "artifact:1", null),
                        named("7", null, "b.pdf")))
                .isEqualTo("Attachments:\n- attachment: https://example.org/a\n- 7: artifact:1\n- b.pdf");
    }
}
