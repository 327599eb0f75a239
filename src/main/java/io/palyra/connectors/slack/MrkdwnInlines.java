package io.palyra.connectors.slack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/** The prose of a block, line by line. Nests as deep as it likes: nothing here calls itself. */
final class MrkdwnInlines {

    /** Those that begin and end it. */
    private static final Pattern BACKTICKS = Pattern.compile("\\A`++|`++\\z");

    private final String source;

    MrkdwnInlines(String source) {
        this.source = source;
    }

    List<MrkdwnLine> lines(Node block, int styles) {
        return new Reading(styles).of(block);
    }

    /** What people read, on one line and without marks; addresses of links stand behind their labels, if asked for. */
    String plain(Node block, boolean withAddresses) {
        StringBuilder text = new StringBuilder();
        Node node = block.getFirstChild();
        while (node != null) {
            text.append(literal(node));
            node = node.getFirstChild() != null ? node.getFirstChild() : behind(node, block, withAddresses, text);
        }
        return text.toString();
    }

    private @Nullable Node behind(Node node, Node block, boolean withAddresses, StringBuilder text) {
        Node done = node;
        while (true) {
            if (withAddresses) {
                address(done, text);
            }
            Node parent = done.getParent();
            if (done.getNext() != null || parent == null || parent == block) {
                return done.getNext();
            }
            done = parent;
        }
    }

    private void address(Node link, StringBuilder text) {
        String address = destination(link);
        if (address != null
                && !text.substring(Math.max(0, text.length() - address.length()))
                        .equals(address)
                && (MrkdwnLink.isLinkable(address) || !isReference(link))) {
            text.append(" (").append(address).append(')');
        }
    }

    private static String literal(Node node) {
        if (node instanceof Text text) {
            return text.getLiteral();
        } else if (node instanceof Code code) {
            return code.getLiteral();
        } else if (node instanceof HtmlInline html) {
            return html.getLiteral();
        }
        return node instanceof SoftLineBreak || node instanceof HardLineBreak ? " " : "";
    }

    static @Nullable String destination(Node node) {
        return node instanceof Link link
                ? link.getDestination()
                : node instanceof Image image ? image.getDestination() : null;
    }

    /** What stands in the source of the whole behind a part of it; empty where that is not known. */
    String behind(Node part, Node whole) {
        int from = end(part);
        int to = end(whole);
        return from < 0 || to < from ? "" : source.substring(from, to);
    }

    /** Its own, or that of what is in it: where a definition claims lines, the block behind it does not. */
    private int start(@Nullable Node node) {
        int start = source.length();
        for (Node at = node; at != null; at = at.getFirstChild()) {
            if (!at.getSourceSpans().isEmpty()) {
                start = Math.min(start, at.getSourceSpans().get(0).getInputIndex());
            }
        }
        return start;
    }

    private static int end(Node node) {
        List<SourceSpan> spans = node.getSourceSpans();
        SourceSpan last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
        return last == null ? -1 : last.getInputIndex() + last.getLength();
    }

    /** Whether there may be another one in it. */
    private boolean isNesting(Node link) {
        return written(link).indexOf('[', 2) >= 0;
    }

    private static boolean hasTitle(Node node) {
        return node instanceof Link link
                ? link.getTitle() != null
                : node instanceof Image image && image.getTitle() != null;
    }

    /** Whether its address stands in a definition: {@code [label]}, {@code [label][name]}. */
    boolean isReference(Node link) {
        String written = written(link);
        return written.endsWith("]");
    }

    /** As it stands in the source. */
    String written(Node node) {
        List<SourceSpan> spans = node.getSourceSpans();
        if (spans.isEmpty()) {
            return "";
        }
        // A definition claims the line behind it as well, where that only begins like a title
        Node next = node instanceof LinkReferenceDefinition ? node.getNext() : null;
        int start = spans.get(0).getInputIndex();
        return source.substring(start, Math.max(start, Math.min(start(next), end(node))));
    }

    private final class Reading {

        private final int base;
        private final int[] depths = new int[MrkdwnStyle.values().length];
        private final List<MrkdwnLine> lines = new ArrayList<>();
        private final Deque<Node> within = new ArrayDeque<>();
        private MrkdwnLine line = new MrkdwnLine();

        Reading(int base) {
            this.base = base;
        }

        List<MrkdwnLine> of(Node block) {
            lines.add(line);
            Node node = block.getFirstChild();
            while (node != null) {
                if (enter(node) && node.getFirstChild() != null) {
                    within.push(node);
                    node = node.getFirstChild();
                    continue;
                }
                if (node.getFirstChild() == null) {
                    leave(node);
                }
                while (node.getNext() == null && !within.isEmpty()) {
                    node = within.pop();
                    leave(node);
                }
                node = node.getNext();
            }
            return lines;
        }

        private int styles() {
            int styles = base;
            for (MrkdwnStyle style : MrkdwnStyle.values()) {
                styles |= depths[style.ordinal()] > 0 ? style.bit : 0;
            }
            return styles;
        }

        /** @return whether what is in it is to be read as well */
        private boolean enter(Node node) {
            MrkdwnStyle style = style(node);
            if (style != null) {
                depths[style.ordinal()]++;
            } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
                newLine();
            } else if (node instanceof Code code) {
                code(code);
            } else if (node instanceof Link || node instanceof Image) {
                return link(node);
            } else {
                line.text(literal(node), styles());
            }
            return true;
        }

        /** Code ends with its line; over several lines it rather is two stray backticks, unless there are three of them. */
        private void code(Code code) {
            List<SourceSpan> spans = code.getSourceSpans();
            String written = written(code);
            if (spans.size() < 2) {
                line.code(code.getLiteral(), styles());
            } else if (written.startsWith(MrkdwnText.FENCE)) {
                String[] rows = BACKTICKS.matcher(written).replaceAll("").split("\n", -1);
                for (int i = 0; i < rows.length; i++) {
                    if (i > 0) {
                        newLine();
                    }
                    line.code(rows[i].strip(), styles());
                }
            } else {
                raw(written);
            }
        }

        private void leave(Node node) {
            String address = destination(node);
            MrkdwnStyle style = style(node);
            if (style != null) {
                depths[style.ordinal()]--;
            } else if (address != null && node.getFirstChild() != null) {
                if (!address.isBlank() && !plain(node, false).equals(address)) {
                    line.text(" (", styles());
                    MrkdwnLink.of(address.strip(), "")
                            .ifPresentOrElse(
                                    link -> line.link(link, styles()), () -> line.text(address.strip(), styles()));
                    line.text(")", styles());
                }
            }
        }

        private boolean link(Node node) {
            String address = String.valueOf(destination(node));
            Optional<String> link = MrkdwnLink.of(address, plain(node, false));
            if (link.isPresent()) {
                line.link(link.get(), styles());
                return false;
            }
            if (isReference(node) || hasTitle(node) || node.getFirstChild() == null || isNesting(node)) {
                raw(written(node));
                return false;
            }
            return true;
        }

        private void raw(String text) {
            String[] rows = text.split("\n", -1);
            for (int i = 0; i < rows.length; i++) {
                if (i > 0) {
                    newLine();
                }
                line.text(i == 0 ? rows[i] : rows[i].stripLeading(), styles());
            }
        }

        private void newLine() {
            line = new MrkdwnLine();
            lines.add(line);
        }

        private @Nullable MrkdwnStyle style(Node node) {
            if (node instanceof StrongEmphasis) {
                return MrkdwnStyle.BOLD;
            } else if (node instanceof Emphasis) {
                return MrkdwnStyle.ITALIC;
            }
            return node instanceof Strikethrough ? MrkdwnStyle.STRIKE : null;
        }
    }
}
