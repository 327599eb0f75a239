package io.palyra.connectors.platform.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts at the size that an event takes. */
class InboundTextsTest {

    private final LeftOut leftOut = new LeftOut();

    @Test
    void theEndOfALongBodyIsCounted() {
        String fits = "a".repeat(InboundMessageEvent.DEFAULT_BODY_BYTES_MAX);
        assertThat(InboundTexts.body(fits, leftOut)).isEqualTo(fits);
        assertThat(leftOut.count(LeftOut.Kind.TEXT_END)).isZero();

        assertThat(InboundTexts.body(fits + "a", leftOut))
                .hasSize(fits.length())
                .endsWith("a\n[cut]");
        assertThat(leftOut.count(LeftOut.Kind.TEXT_END)).isEqualTo(1);
    }

    @Test
    void aQuoteIsCutWithAMark() {
        assertThat(InboundTexts.quote("short")).isEqualTo("short");
        assertThat(InboundTexts.quote("a".repeat(InboundMessageEvent.IN_REPLY_TO_BODY_BYTES_MAX + 1)))
                .endsWith("a…");
    }

    @Test
    void filesAloneHaveABody() {
        List<AttachmentRef> files = List.of(AttachmentRef.ofUrl(AttachmentKind.FILE, "https://example.org/a"));
        LeftOut oneFile = new LeftOut();
        oneFile.add(LeftOut.Kind.ATTACHMENT);
        assertThat(InboundTexts.orAttachment("", files, new LeftOut())).isEqualTo("[attachment]");
        assertThat(InboundTexts.orAttachment("", List.of(), oneFile)).isEqualTo("[attachment]");
        assertThat(InboundTexts.orAttachment("words", files, new LeftOut())).isEqualTo("words");
        assertThat(InboundTexts.orAttachment("", List.of(), new LeftOut())).isEmpty();
    }

    @Test
    void theFirstNameThatSaysSomethingIsShown() {
        assertThat(InboundTexts.display("", "\u00a0", "ada", "bob")).isEqualTo("ada");
        assertThat(InboundTexts.display("ada", "bob")).isEqualTo("ada");
        assertThat(InboundTexts.display("x", "y".repeat(1_000))).isEqualTo("x");
        assertThat(InboundTexts.display("", "y".repeat(InboundMessageEvent.SENDER_DISPLAY_BYTES_MAX + 1)))
                .endsWith("y…");
        assertThat(InboundTexts.display("", "")).isEmpty();
    }

    @Test
    void linesThatSaySomethingAreCollectedAsFarAsTheyCanBeKept() {
        TextLines lines = new TextLines();
        lines.add("one");
        lines.add("\u00a0 ");
        lines.add("two\nthree");
        assertThat(lines).hasToString("one\ntwo\nthree");
        for (int i = 0; i < 100; i++) {
            lines.add("x".repeat(InboundMessageEvent.DEFAULT_BODY_BYTES_MAX));
        }
        assertThat(lines.toString().length())
                .isBetween(InboundMessageEvent.DEFAULT_BODY_BYTES_MAX, 4 * InboundMessageEvent.DEFAULT_BODY_BYTES_MAX);
    }
}
