package io.palyra.connectors.platform.message;

import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Texts;
import java.util.List;

/** What people have written, at the size that an event takes. Foreign text of any size and kind is taken. */
public final class InboundTexts {

    /** The body of a message that has files and no words. */
    public static final String ONLY_ATTACHMENTS = "[attachment]";

    private static final String CUT_BODY = "\n[cut]";
    private static final String CUT = "…";

    private InboundTexts() {}

    /** As a body; the end of a longer one is left out, and counted. */
    public static String body(String text, LeftOut leftOut) {
        String fitting = Texts.fitting(text, InboundMessageEvent.DEFAULT_BODY_BYTES_MAX, CUT_BODY);
        if (fitting.length() < text.length()) {
            leftOut.add(LeftOut.Kind.TEXT_END);
        }
        return fitting;
    }

    /** As what another message answers, in short. */
    public static String quote(String text) {
        return Texts.fitting(text, InboundMessageEvent.IN_REPLY_TO_BODY_BYTES_MAX, CUT);
    }

    /**
     * The text, or that there are files alone; empty where there is neither.
     *
     * @param leftOut has counted the files that were left out of those
     */
    public static String orAttachment(String text, List<AttachmentRef> files, LeftOut leftOut) {
        boolean hasFiles = !files.isEmpty() || leftOut.count(LeftOut.Kind.ATTACHMENT) > 0;
        return text.isEmpty() && hasFiles ? ONLY_ATTACHMENTS : text;
    }

    /** The first of a sender's names that is not blank; where all are, the last one. */
    public static String display(String... names) {
        String display = "";
        for (String name : names) {
            display = name;
            if (!Texts.isBlank(name)) {
                break;
            }
        }
        return Texts.fitting(display, InboundMessageEvent.SENDER_DISPLAY_BYTES_MAX, CUT);
    }

    /** A link: {@code words (url)}, or the address alone where the words are no more than that. */
    public static String linked(String words, String url) {
        if (Texts.isBlank(url)) {
            return words;
        }
        return Texts.isBlank(words) || bare(words).equals(bare(url)) ? url : words + " (" + url + ")";
    }

    /** Platforms make a link of {@code example.com}: the same address. */
    private static String bare(String address) {
        return address.strip().replaceFirst("^https?://", "").replaceFirst("/$", "");
    }
}
