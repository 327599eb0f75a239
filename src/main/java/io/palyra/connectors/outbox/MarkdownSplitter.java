package io.palyra.connectors.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Splits Markdown by characters and lines: at the end of a line, else at white space, else between two characters as
 * people see them. A fenced code block that is cut is closed at the end of the part, and opened again by the same line at
 * the start of the next. Joining the pieces gives the text unchanged, but for pieces of nothing but white space.
 */
final class MarkdownSplitter {

    /** A part with a reopened block needs its opening, a line of it and its closing. */
    private static final int LINES_FOR_FENCES = 3;

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

    /** A place to cut, and the block that is open there. */
    private record Cut(int end, @Nullable Fence fence) {}

    private final String text;
    private final int charsMax;
    private final int linesMax;
    private final Predicate<Fence> usable;

    private MarkdownSplitter(String text, int charsMax, int linesMax, boolean fences) {
        this.text = text;
        this.charsMax = charsMax;
        this.linesMax = linesMax;
        // One whose marker alone takes more than half of a part is text like any other
        this.usable = fence -> fences && linesMax >= LINES_FOR_FENCES && fence.overhead() <= charsMax / 2;
    }

    /**
     * @param charsMax at most so many UTF-16 units in a part; at least 1
     * @param linesMax at most so many lines in a part; at least 1
     * @param fences whether there are code blocks; else only the lines count
     */
    static List<Part> split(String text, int charsMax, int linesMax, boolean fences) {
        if (text.length() <= charsMax && lines(text) <= linesMax) {
            return List.of(new Part("", text, ""));
        }
        return new MarkdownSplitter(text, charsMax, linesMax, fences).parts();
    }

    /** Lines as people count them: an end of line at the very end begins no further one. */
    static int lines(String part) {
        int ends = (int) part.chars().filter(c -> c == '\n').count();
        return part.isEmpty() || part.endsWith("\n") ? ends : ends + 1;
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        Cut from = new Cut(0, null);
        while (from.end < text.length()) {
            Cut to = next(from);
            String piece = text.substring(from.end, to.end);
            if (!TextSplitter.isBlank(piece)) {
                parts.add(new Part(
                        from.fence == null ? "" : from.fence.prefix(),
                        piece,
                        to.fence == null ? "" : to.fence.suffix(piece)));
            }
            from = to;
        }
        return parts;
    }

    private Cut next(Cut from) {
        Cut best = null;
        Cut bestOutside = null;
        Cut line = from;
        while (line.end < text.length()) {
            int end = lineEnd(line.end);
            Cut cut = new Cut(end, after(line.fence, text.substring(line.end, end)));
            if (!fits(from, cut)) {
                break;
            }
            boolean opensHere = line.fence == null && cut.fence != null;
            if (best == null || !opensHere || end == text.length()) {
                // A part had better end before a block than with its opening line
                best = cut;
            }
            bestOutside = cut.fence == null ? cut : bestOutside;
            line = cut;
        }
        if (best == null) {
            return withinLine(from);
        }
        boolean outsideIsNear = bestOutside != null && bestOutside.end - from.end >= (best.end - from.end) / 2;
        return bestOutside != null && outsideIsNear && best.end < text.length() ? bestOutside : best;
    }

    private int lineEnd(int from) {
        int newline = text.indexOf('\n', from);
        return newline < 0 ? text.length() : newline + 1;
    }

    private @Nullable Fence after(@Nullable Fence open, String line) {
        String bare = line.stripTrailing();
        if (open != null) {
            return open.isClosedBy(bare) ? null : open;
        }
        return Fence.openedBy(bare)
                .map(fence -> usable.test(fence) ? fence : fence.withoutInfo())
                .filter(usable)
                .orElse(null);
    }

    private boolean fits(Cut from, Cut to) {
        String piece = text.substring(from.end, to.end);
        String prefix = from.fence == null ? "" : from.fence.prefix();
        String suffix = to.fence == null ? "" : to.fence.suffix(piece);
        return prefix.length() + piece.length() + suffix.length() <= charsMax
                && lines(prefix) + lines(piece) + lines(suffix.strip()) <= linesMax;
    }

    /** A line that is longer than a part. Whether a block is open then is read from the piece, as the platform will. */
    private Cut withinLine(Cut from) {
        int limit = from.end + charsMax - (from.fence == null ? 0 : from.fence.overhead());
        Cut cut = before(from, limit);
        if (from.fence == null && cut.fence != null) {
            return before(from, limit - cut.fence.marker().length() - 1);
        }
        return cut;
    }

    private Cut before(Cut from, int limit) {
        int lineEnd = lineEnd(from.end);
        int end = limit < lineEnd ? TextSplitter.breakBefore(text, from.end, limit) : lineEnd;
        return new Cut(end, after(from.fence, text.substring(from.end, end)));
    }
}
