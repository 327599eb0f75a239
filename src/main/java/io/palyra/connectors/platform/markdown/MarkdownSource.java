package io.palyra.connectors.platform.markdown;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of a parsed text are in its source. Nodes nest as deep as they like: nothing here calls itself.
 *
 * @param source as it was parsed
 */
public record MarkdownSource(String source) {

    private static final String ESCAPED_BAR = "\\|";

    /** The next node within the root, in the order of the text; null behind the last one. */
    public static @Nullable Node following(Node node, Node root) {
        if (node.getFirstChild() != null) {
            return node.getFirstChild();
        }
        Node at = node;
        while (at != null && at != root && at.getNext() == null) {
            at = at.getParent();
        }
        return at == null || at == root ? null : at.getNext();
    }

    /** Addresses that stand in definitions, of the links and images below the root that are shown. */
    Set<String> referenced(Node root, Predicate<Node> isShown) {
        Set<String> addresses = new HashSet<>();
        for (Node node = root; node != null; node = following(node, root)) {
            String address = destination(node);
            if (address != null && isReference(node) && isShown.test(node)) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    /** What people read, on one line and without marks; addresses of links stand behind their labels, if asked for. */
    public String plain(Node block, boolean withAddresses) {
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
                && (LinkAddress.isLinkable(address) || !isReference(link))) {
            text.append(" (").append(address).append(')');
        }
    }

    /** What a node says itself; a line break is a space. */
    static String literal(Node node) {
        if (node instanceof Text text) {
            return text.getLiteral();
        } else if (node instanceof Code code) {
            return code.getLiteral();
        } else if (node instanceof HtmlInline html) {
            return html.getLiteral();
        }
        return node instanceof SoftLineBreak || node instanceof HardLineBreak ? " " : "";
    }

    /** Of a link or an image; null of any other node. */
    public static @Nullable String destination(Node node) {
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
    boolean isNesting(Node link) {
        return written(link).indexOf('[', 2) >= 0;
    }

    static boolean hasTitle(Node node) {
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
    public String written(Node node) {
        List<SourceSpan> spans = node.getSourceSpans();
        if (spans.isEmpty()) {
            return "";
        }
        // A definition claims the line behind it as well, where that only begins like a title
        Node next = node instanceof LinkReferenceDefinition ? node.getNext() : null;
        int start = spans.get(0).getInputIndex();
        int end = Math.max(start, Math.min(start(next), end(node)));
        return source.substring(inSource(start, node), inSource(end, node));
    }

    /** In a cell of a table, places are counted without the backslashes before bars. */
    private int inSource(int counted, Node node) {
        Node cell = node.getParent();
        while (cell != null && !(cell instanceof TableCell)) {
            cell = cell.getParent();
        }
        if (cell == null || cell.getSourceSpans().isEmpty()) {
            return counted;
        }
        int at = cell.getSourceSpans().get(0).getInputIndex();
        for (int left = counted - at; left > 0; left--) {
            at += source.startsWith(ESCAPED_BAR, at) ? ESCAPED_BAR.length() : 1;
        }
        return Math.min(at, source.length());
    }
}
