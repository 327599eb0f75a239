package io.palyra.connectors.slack;

import static io.palyra.connectors.slack.MrkdwnText.ZERO_WIDTH_SPACE;

import io.palyra.connectors.platform.markdown.MarkdownCharacters;
import io.palyra.connectors.platform.markdown.TextStyle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One line of prose on its way to mrkdwn: pieces with the emphasis that they have. Marks are made at the end, in pairs and
 * well nested, around what people see and no space at its edges.
 */
final class MrkdwnLine {

    /** Emphasis that is longer ends at the next space and begins again behind it, so that a message may end there. */
    private static final int STRETCH_CHARS_MAX = 300;

    /** The same where there is no space. */
    private static final int MARKED_CHARS_MAX = 1_500;

    private static final int CODE_CHARS_MAX = 300;

    /** Stands in {@link #plain} for what is no prose. */
    private static final char OBJECT = '\uFFFC';

    /** Looks like a backtick, and does not end code. */
    private static final char GRAVE = '\u02CB';

    private enum Kind {
        WORD,
        SPACE,
        CODE,
        LINK
    }

    /**
     * @param start in {@link #plain}
     * @param rendered of code and links, which are not in {@link #plain}
     */
    private record Piece(Kind kind, int start, int end, int styles, String rendered) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();

    void text(String text, int styles) {
        int from = 0;
        while (from < text.length()) {
            boolean space = MarkdownCharacters.isSpace(text.charAt(from));
            int to = from + 1;
            while (to < text.length()
                    && MarkdownCharacters.isSpace(text.charAt(to)) == space
                    && (to - from < STRETCH_CHARS_MAX || Character.isLowSurrogate(text.charAt(to)))) {
                to++;
            }
            int start = plain.length();
            plain.append(text, from, to);
            pieces.add(new Piece(space ? Kind.SPACE : Kind.WORD, start, plain.length(), styles, ""));
            from = to;
        }
    }

    void code(String code, int styles) {
        if (code.isBlank()) {
            text(code, 0);
            return;
        }
        for (int from = 0; from < code.length(); ) {
            int to = Math.min(code.length(), from + CODE_CHARS_MAX);
            if (to < code.length() && Character.isLowSurrogate(code.charAt(to))) {
                to++;
            }
            object(Kind.CODE, "`" + MrkdwnText.escape(code.substring(from, to).replace('`', GRAVE)) + "`", styles);
            from = to;
        }
    }

    /** @param link as {@link MrkdwnLink} makes it */
    void link(String link, int styles) {
        object(Kind.LINK, link, styles);
    }

    private void object(Kind kind, String rendered, int styles) {
        int start = plain.length();
        plain.append(OBJECT);
        pieces.add(new Piece(kind, start, start + 1, styles, rendered));
    }

    boolean isBlank() {
        return pieces.stream().allMatch(piece -> piece.kind == Kind.SPACE);
    }

    /** Whether Slack would take the line for a quote. */
    boolean looksLikeQuote() {
        return plain.toString().stripLeading().startsWith(">");
    }

    String render() {
        return new Writing().write();
    }

    private final class Writing {

        private final StringBuilder out = new StringBuilder();
        private final Deque<TextStyle> open = new ArrayDeque<>();
        private final int[] styles = new int[pieces.size()];
        private final int[] lastClosing = new int[128];
        private boolean closedJustNow;

        String write() {
            for (int i = 0; i < styles.length; i++) {
                Piece piece = pieces.get(i);
                styles[i] = piece.kind == Kind.WORD ? withoutOwnMarks(piece) : piece.styles;
            }
            stylesOfSpaces();
            findClosings();
            int length = 0;
            for (int i = 0; i < styles.length; i++) {
                Piece piece = pieces.get(i);
                int added = piece.kind == Kind.WORD ? 5 * (piece.end - piece.start) : piece.rendered.length();
                if (piece.kind == Kind.SPACE && length > STRETCH_CHARS_MAX || length + added > MARKED_CHARS_MAX) {
                    closeTo(0);
                    length = 0;
                }
                closeTo(styles[i]);
                if (piece.kind != Kind.SPACE) {
                    open(i, styles[i]);
                }
                append(piece);
                length = open.isEmpty() ? 0 : length + added;
            }
            closeTo(0);
            return out.toString();
        }

        /** Emphasis would end at a mark of its own that stands in the text, unless that is within a word. */
        private int withoutOwnMarks(Piece word) {
            int kept = word.styles;
            for (int i = word.start; i < word.end; i++) {
                for (TextStyle style : TextStyle.values()) {
                    if (plain.charAt(i) == MrkdwnText.mark(style) && !(isWordBefore(i) && isWordBehind(i))) {
                        kept &= ~style.bit();
                    }
                }
            }
            return kept;
        }

        /** A space has the emphasis that there is on both of its sides. */
        private void stylesOfSpaces() {
            int before = 0;
            for (int i = 0; i < styles.length; i++) {
                if (pieces.get(i).kind == Kind.SPACE) {
                    styles[i] = before;
                } else {
                    before = styles[i];
                }
            }
            int behind = 0;
            for (int i = styles.length - 1; i >= 0; i--) {
                if (pieces.get(i).kind == Kind.SPACE) {
                    styles[i] &= behind;
                } else {
                    behind = styles[i];
                }
            }
        }

        /** Where each mark last ends something, whoever wrote it. */
        private void findClosings() {
            for (int i = 1; i < plain.length(); i++) {
                char c = plain.charAt(i);
                if (MrkdwnText.isMark(c) && !MarkdownCharacters.isSpace(plain.charAt(i - 1)) && !isWordBehind(i)) {
                    lastClosing[c] = i;
                }
            }
            for (int i = 0; i < styles.length; i++) {
                for (TextStyle style : TextStyle.values()) {
                    if (style.isIn(styles[i])) {
                        lastClosing[MrkdwnText.mark(style)] =
                                Math.max(lastClosing[MrkdwnText.mark(style)], pieces.get(i).end);
                    }
                }
                if (pieces.get(i).kind == Kind.CODE) {
                    lastClosing['`'] = Math.max(lastClosing['`'], pieces.get(i).end);
                }
            }
        }

        private void closeTo(int wanted) {
            while (open.stream().anyMatch(style -> !style.isIn(wanted))) {
                out.append(MrkdwnText.mark(open.pop()));
                closedJustNow = true;
            }
        }

        private void open(int at, int wanted) {
            List<TextStyle> missing = new ArrayList<>();
            for (TextStyle style : TextStyle.values()) {
                if (style.isIn(wanted) && !open.contains(style)) {
                    missing.add(style);
                }
            }
            if (missing.isEmpty()) {
                return;
            }
            setApart();
            missing.sort((one, other) -> Integer.compare(lasting(at, other), lasting(at, one)));
            for (TextStyle style : missing) {
                out.append(MrkdwnText.mark(style));
                open.push(style);
            }
            closedJustNow = false;
        }

        private int lasting(int from, TextStyle style) {
            int to = from;
            while (to < styles.length && to - from < MARKED_CHARS_MAX && style.isIn(styles[to])) {
                to++;
            }
            return to - from;
        }

        private void setApart() {
            if (!out.isEmpty()) {
                int last = out.codePointBefore(out.length());
                if (MarkdownCharacters.isWord(last) || MrkdwnText.isMark(last)) {
                    out.append(ZERO_WIDTH_SPACE);
                }
            }
        }

        private void append(Piece piece) {
            switch (piece.kind) {
                case SPACE -> out.append(plain, piece.start, piece.end);
                case LINK -> out.append(piece.rendered);
                case CODE -> {
                    if (!isBehindOpening()) {
                        setApart();
                    }
                    out.append(piece.rendered);
                }
                case WORD -> {
                    int first = plain.codePointAt(piece.start);
                    if (closedJustNow && (MarkdownCharacters.isWord(first) || MrkdwnText.isMark(first))) {
                        out.append(ZERO_WIDTH_SPACE);
                    }
                    word(piece);
                }
            }
            closedJustNow = piece.kind == Kind.CODE;
        }

        private boolean isBehindOpening() {
            return !open.isEmpty() && !closedJustNow && out.charAt(out.length() - 1) == MrkdwnText.mark(open.peek());
        }

        private void word(Piece word) {
            int backticks = 0;
            for (int i = word.start; i < word.end; i++) {
                char c = plain.charAt(i);
                backticks = c == '`' ? backticks + 1 : 0;
                if (backticks == MrkdwnText.FENCE.length()) {
                    out.append(ZERO_WIDTH_SPACE);
                    backticks = 1;
                }
                MrkdwnText.escape(c, out);
                if (MrkdwnText.isMark(c) && i < lastClosing[c] && isOpening(i)) {
                    out.append(ZERO_WIDTH_SPACE);
                    backticks = 0;
                }
            }
        }

        private boolean isOpening(int at) {
            return !isWordBefore(at) && at + 1 < plain.length() && !MarkdownCharacters.isSpace(plain.charAt(at + 1));
        }

        private boolean isWordBefore(int at) {
            return at > 0 && MarkdownCharacters.isWord(plain.codePointBefore(at));
        }

        private boolean isWordBehind(int at) {
            return at + 1 < plain.length() && MarkdownCharacters.isWord(plain.codePointAt(at + 1));
        }
    }
}
