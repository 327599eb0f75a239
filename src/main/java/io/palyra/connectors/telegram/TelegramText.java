package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.markdown.Markdown;
import io.palyra.connectors.protocol.Texts;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as Telegram takes it: without marks, and with entities that say how its parts are shown. Nothing in it has to be escaped, and
 * the server refuses no entity: those here are properly nested, and nothing is in code.
 *
 * @param text never longer than the Markdown that it was made of, in UTF-16 units, and not blank unless that is; begins and ends with
 *     what Telegram keeps
 * @param entities in the order of their offsets, at most {@value EntityText#ENTITIES_MAX}
 */
record TelegramText(String text, List<Entity> entities) {

    private static final Pattern INDENTED_ITEM = Pattern.compile("\\n*+( {4,}+)(?:[-*+]|[0-9]{1,9}+[.)])[ \\t]");

    TelegramText {
        entities = List.copyOf(entities);
    }

    /**
     * The text of Markdown.
     *
     * @param mentions whether names may ping those who have them
     */
    static TelegramText of(String markdown, boolean mentions) {
        String source = Markdown.normal(markdown);
        TelegramText read = Markdown.read(outdented(source), parsed -> EntityBlocks.write(parsed, mentions));
        TelegramText text = read == null || Texts.isBlank(read.text) || read.text.length() > source.length()
                ? new TelegramText(source, List.of())
                : read;
        TelegramText trimmed = text.trimmed();
        return mentions ? trimmed : Mentions.disarm(trimmed, markdown.length());
    }

    /** Where a message begins in the midst of nested items, they are no code. */
    private static String outdented(String source) {
        Matcher item = INDENTED_ITEM.matcher(source);
        if (!item.lookingAt()) {
            return source;
        }
        String indent = item.group(1);
        StringBuilder outdented = new StringBuilder(source.length());
        int at = item.start(1);
        while (source.startsWith(indent, at)) {
            int end = source.indexOf('\n', at) + 1;
            int from = at + indent.length();
            at = end == 0 ? source.length() : end;
            outdented.append(source, from, at);
        }
        return outdented.append(source, at, source.length()).toString();
    }

    /** Without white space at its beginning and its end: the server cuts it, in code too, and so moves entities. */
    private TelegramText trimmed() {
        int start = 0;
        while (start < text.length() && isSpace(start)) {
            start++;
        }
        int end = text.length();
        while (end > start && isSpace(end - 1)) {
            end--;
        }
        int from = start;
        int to = end;
        return new TelegramText(
                text.substring(from, to),
                entities.stream()
                        .filter(entity -> entity.end() > from && entity.offset() < to)
                        .map(entity ->
                                entity.at(Math.max(entity.offset(), from) - from, Math.min(entity.end(), to) - from))
                        .toList());
    }

    private boolean isSpace(int at) {
        return Texts.isBlank(text.substring(at, at + 1));
    }
}
