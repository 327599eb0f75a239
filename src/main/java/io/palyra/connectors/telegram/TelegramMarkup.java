package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.platform.markdown.Markdown;
import io.palyra.connectors.platform.markdown.MarkdownSource;
import io.palyra.connectors.platform.message.ListedAttachments;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.StrongEmphasis;

/**
 * Markdown as {@link TelegramText} reads it, which is what is stored and split: each part is made text and entities when it is sent, and
 * is never longer then.
 */
enum TelegramMarkup implements Markup {
    /** Whoever is named is not pinged. */
    WITHOUT_MENTIONS,

    WITH_MENTIONS;

    /** What stands between a text and the list under it. */
    static final String BETWEEN = "\n\n";

    /** Emphasis that is longer may end with a message, and goes on without marks. */
    private static final int EMPHASIS_CHARS_MAX = 1_000;

    /** A table that is longer is cut between two rows, and the second part is text. */
    private static final int TABLE_CHARS_MAX = 2_000;

    static TelegramMarkup of(boolean mentions) {
        return mentions ? WITH_MENTIONS : WITHOUT_MENTIONS;
    }

    /** What is sent of a text that was rendered, or of a part of it. */
    TelegramText text(String rendered) {
        return TelegramText.of(rendered, this == WITH_MENTIONS);
    }

    /** The attachments that are no files, as they stand under the text behind {@link #BETWEEN}. Empty where there is none. */
    String listed(OutboundMessageRequest message) {
        String listed = ListedAttachments.of(message, attachment -> !TelegramFiles.isFile(attachment));
        return this == WITH_MENTIONS ? listed : Mentions.disarm(listed, List.of());
    }

    @Override
    public int charsBeside(OutboundMessageRequest message) {
        int listed = listed(message).length();
        return listed == 0 ? 0 : BETWEEN.length() + listed;
    }

    /** A message has files of one kind, and a short text under them; all else is several. */
    @Override
    public List<List<AttachmentRef>> behind(OutboundMessageRequest message, String rendered) {
        List<List<AttachmentRef>> groups = TelegramFiles.groups(message.attachments());
        boolean isOne = groups.size() == 1 && rendered.length() + charsBeside(message) <= Posts.CAPTION_CHARS_MAX;
        return isOne ? List.of() : groups;
    }

    @Override
    public String render(String text) {
        String source = Markdown.normal(text);
        return this == WITH_MENTIONS || source.indexOf('@') < 0
                ? source
                : Mentions.disarm(source, spans(source, TelegramMarkup::spared));
    }

    @Override
    public List<CodeBlock> codeBlocks(String text) {
        return found(
                text,
                (node, indexes) ->
                        node instanceof FencedCodeBlock code ? FencedLines.of(code, text, indexes) : Optional.empty());
    }

    @Override
    public List<Span> units(String text) {
        return spans(text, TelegramMarkup::unit);
    }

    private static List<Span> spans(String text, Function<Node, Optional<Span>> finding) {
        return found(text, (node, indexes) -> finding.apply(node)
                .map(span -> new Span(indexes[span.start()], indexes[span.end()])));
    }

    /** @param finding of a node, and of the indexes in the text of those that its spans have */
    private static <T> List<T> found(String text, BiFunction<Node, int[], Optional<T>> finding) {
        List<T> all = Markdown.read(text, parsed -> {
            List<T> found = new ArrayList<>();
            int[] indexes = parsed.indexes();
            for (Node node = parsed.root(); node != null; node = MarkdownSource.following(node, parsed.root())) {
                finding.apply(node, indexes).ifPresent(found::add);
            }
            return found;
        });
        return all == null ? List.of() : all;
    }

    /** What is shown as code, or is not shown. A stretch of code over several lines is none. */
    private static Optional<Span> spared(Node node) {
        if (node instanceof Code code && code.getSourceSpans().size() == 1
                || node instanceof FencedCodeBlock
                || node instanceof IndentedCodeBlock
                || node instanceof LinkReferenceDefinition) {
            return whole(node);
        }
        return node instanceof Link || node instanceof Image ? behindWords(node) : Optional.empty();
    }

    private static Optional<Span> behindWords(Node link) {
        Node last = link.getLastChild();
        Optional<Span> words = last == null ? Optional.empty() : whole(last);
        return words.flatMap(shown -> whole(link).map(all -> new Span(shown.end(), all.end())));
    }

    private static Optional<Span> unit(Node node) {
        if (node instanceof Link || node instanceof Image || node instanceof Code || node instanceof TableRow) {
            return whole(node);
        } else if (node instanceof TableBlock) {
            return whole(node).filter(span -> span.end() - span.start() <= TABLE_CHARS_MAX);
        }
        return node instanceof Emphasis || node instanceof StrongEmphasis || node instanceof Strikethrough
                ? whole(node).filter(span -> span.end() - span.start() <= EMPHASIS_CHARS_MAX)
                : Optional.empty();
    }

    private static Optional<Span> whole(Node node) {
        List<SourceSpan> spans = node.getSourceSpans();
        if (spans.isEmpty()) {
            return Optional.empty();
        }
        SourceSpan last = spans.get(spans.size() - 1);
        return Optional.of(new Span(spans.get(0).getInputIndex(), last.getInputIndex() + last.getLength()));
    }
}
