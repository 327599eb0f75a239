package io.palyra.connectors.outbox;

import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.adapter.Markup.CodeBlock;
import io.palyra.connectors.protocol.CapabilityLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a text that a platform would refuse: at the last line end, else the last white space, else between two characters
 * as people see them; rather outside of code blocks than within, and not within what {@link Markup#units} keeps whole where
 * that fits into a part. A code block that is cut is closed at the end of the part and opened again in the next, so that
 * each character is code, or none, as it was.
 *
 * <p>Joining the pieces gives the text unchanged, but for pieces with nothing to see, which are left out: platforms refuse
 * them.
 */
final class TextSplitter {

    /**
     * What becomes one message.
     *
     * @param prefix reopens a block; not in the text
     * @param piece of the text
     * @param suffix closes a block; not in the text
     */
    record Part(String prefix, String piece, String suffix) {

        String text() {
            return prefix + piece + suffix;
        }
    }

    /** Where a part begins, and the block that has to be opened again there. */
    private record Place(int at, @Nullable CodeBlock open) {}

    /** How much of what makes a good cut is asked for. Less is asked where nothing better fits. */
    private enum Care {
        EVERYTHING,
        NO_INNERMOST_UNIT,
        NO_CHARACTER_NOR_MARK,
        NO_SURROGATE_PAIR,
        NOTHING
    }

    private final SplitText text;
    private final int charsMax;
    private final int besideFirst;
    private final int linesMax;

    private TextSplitter(SplitText text, int charsMax, int besideFirst, int linesMax) {
        this.text = text;
        this.charsMax = charsMax;
        this.besideFirst = besideFirst;
        this.linesMax = linesMax;
    }

    /** The parts as the platform of these limits takes them; never none. */
    static List<String> split(String text, CapabilityLimits limits, Markup markup) {
        return split(text, limits, markup, 0);
    }

    /**
     * The same.
     *
     * @param besideFirst how many characters the first one leaves for what goes with it
     */
    static List<String> split(String text, CapabilityLimits limits, Markup markup, int besideFirst) {
        return parts(text, limits, markup, besideFirst).stream().map(Part::text).toList();
    }

    static List<Part> parts(String text, CapabilityLimits limits, Markup markup) {
        return parts(text, limits, markup, 0);
    }

    private static List<Part> parts(String text, CapabilityLimits limits, Markup markup, int besideFirst) {
        int charsMax = limits.textCharsMax();
        int linesMax = limits.textLinesMax() == null ? Integer.MAX_VALUE : limits.textLinesMax();
        if (text.length() + besideFirst <= charsMax && lines(text) <= linesMax) {
            return List.of(new Part("", text, ""));
        }
        SplitText split = SplitText.of(text, charsMax, linesMax, markup);
        List<Part> parts = new TextSplitter(split, charsMax, besideFirst, linesMax).parts();
        return parts.isEmpty() ? List.of(split.emptyBlock()) : parts;
    }

    /** Lines as people count them: an end of line at the very end begins no further one. */
    static int lines(String part) {
        int ends = (int) part.chars().filter(c -> c == '\n').count();
        return part.isEmpty() || part.endsWith("\n") ? ends : ends + 1;
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        Place from = new Place(0, null);
        while (from.at < text.length()) {
            int end = end(from);
            CodeBlock open = text.openAt(end);
            if (text.isVisible(from.at, end)) {
                String prefix = from.open == null ? "" : from.open.opening();
                String suffix = open == null ? "" : suffix(from, end, open);
                parts.add(new Part(prefix, text.between(from.at, end), suffix));
            }
            from = open == null || text.isVisible(end, open.codeEnd())
                    ? new Place(end, open)
                    : new Place(open.end(), null);
        }
        return parts;
    }

    /** A line end behind the first word of a block would make a language of it; no end behind a backtick a longer run. */
    private String suffix(Place from, int end, CodeBlock open) {
        boolean isOnLineOfOpening = from.at <= open.start() && text.lineEnds(open.start(), end) == 0;
        boolean isWord = isOnLineOfOpening && text.before(end) != open.closing().charAt(0);
        return text.isLineEnd(end) || isWord ? open.closing() : "\n" + open.closing();
    }

    private int charsMax(Place from) {
        return from.at == 0 ? charsMax - besideFirst : charsMax;
    }

    /** Where to end a part; always behind its beginning. */
    private int end(Place from) {
        for (Care care : Care.values()) {
            int end = end(from, care);
            if (end > from.at) {
                return end;
            }
        }
        throw new IllegalStateException("no part fits into " + charsMax + " characters and " + linesMax + " lines");
    }

    private int end(Place from, Care care) {
        Best lines = new Best(from.at);
        Best spaces = new Best(from.at);
        Best characters = new Best(from.at);
        int last = Math.min(text.length(), from.at + charsMax(from));
        for (int end = last; end > from.at && !lines.isDecided(); end--) {
            if (!isGood(from, end, care) || !fits(from, end)) {
                continue;
            }
            boolean inCode = text.openAt(end) != null;
            if (end == text.length()) {
                return end;
            }
            characters.offer(end, inCode);
            if (text.isLineEnd(end) || text.isEndOfBlockBeforeLineEnd(end)) {
                lines.offer(end, inCode);
            } else if (text.isSpace(end - 1)) {
                spaces.offer(end, inCode);
            }
        }
        return lines.isFound() ? lines.end() : spaces.isFound() ? spaces.end() : characters.end();
    }

    private boolean isGood(Place from, int end, Care care) {
        return switch (care) {
            case EVERYTHING ->
                text.isCharacterEnd(end)
                        && !text.isWithinMark(end)
                        && !text.isWithinUnit(end)
                        && !opensForNothing(from, end);
            case NO_INNERMOST_UNIT ->
                text.isCharacterEnd(end) && !text.isWithinMark(end) && !text.isWithinInnermostUnit(end);
            case NO_CHARACTER_NOR_MARK -> text.isCharacterEnd(end) && !text.isWithinMark(end);
            case NO_SURROGATE_PAIR -> !text.isWithinPair(end);
            case NOTHING -> true;
        };
    }

    /** Whether the part would end with a block that it opens and shows nothing of. */
    private boolean opensForNothing(Place from, int end) {
        CodeBlock open = text.openAt(end);
        return open != null && !text.isVisible(Math.max(from.at, open.start()), end);
    }

    private boolean fits(Place from, int end) {
        CodeBlock open = text.openAt(end);
        int chars = end - from.at;
        int ends = text.lineEnds(from.at, end);
        if (from.open != null) {
            chars += from.open.opening().length();
            ends += 1;
        }
        if (open != null) {
            String suffix = suffix(from, end, open);
            chars += suffix.length();
            ends += suffix.length() - open.closing().length();
        }
        boolean endsWithLine = open == null && text.isLineEnd(end);
        return chars <= charsMax(from) && (endsWithLine ? ends : ends + 1) <= linesMax;
    }

    /** The last end outside code and the last one within it. Offered from the back to the front. */
    private static final class Best {
        private final int from;
        private int prose;
        private int code;

        Best(int from) {
            this.from = from;
        }

        void offer(int end, boolean inCode) {
            if (inCode) {
                code = code == 0 ? end : code;
            } else {
                prose = prose == 0 ? end : prose;
            }
        }

        boolean isFound() {
            return prose > 0 || code > 0;
        }

        boolean isDecided() {
            return prose > 0;
        }

        /** Outside code, unless that gives away more than half; 0 where there is none. */
        int end() {
            return prose > 0 && (code == 0 || prose - from >= (code - from) / 2) ? prose : code;
        }
    }
}
