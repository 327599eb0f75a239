package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.Markup.CodeBlock;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.SourceSpan;

/** A fenced block of code with its marks, also within quotes and items. */
final class FencedLines {

    /** A fence that is indented further is none, where no item is open. */
    private static final int INDENT_MAX = 3;

    private FencedLines() {}

    /**
     * Empty where the block cannot go on in another message.
     *
     * @param indexes in the text, of those that the block's spans have
     */
    static Optional<CodeBlock> of(FencedCodeBlock block, String text, int[] indexes) {
        List<SourceSpan> spans = block.getSourceSpans();
        Integer fence = block.getOpeningFenceLength();
        if (spans.isEmpty() || fence == null) {
            return Optional.empty();
        }
        int start = indexes[spans.get(0).getInputIndex()];
        while (text.charAt(start) == ' ') {
            start++;
        }
        String before =
                text.substring(text.lastIndexOf('\n', start - 1) + 1, start).replaceAll("[^>]", " ");
        String indent = before.substring(before.lastIndexOf('>') + 1);
        if (indent.length() > INDENT_MAX + (indent.equals(before) ? 0 : 1)) {
            return Optional.empty();
        }
        int openingEnd = lineEnd(text, start);
        int codeStart = Math.min(openingEnd + 1, text.length());
        SourceSpan last = spans.get(spans.size() - 1);
        int end = lineEnd(text, indexes[last.getInputIndex()]);
        boolean isClosed = block.getClosingFenceLength() != null;
        if (!isClosed) {
            end = block.getParent() instanceof Document ? text.length() : Math.max(end, codeStart);
        }
        int codeEnd = isClosed ? text.lastIndexOf('\n', end - 1) + 1 : end;
        return Optional.of(new CodeBlock(
                start,
                codeStart,
                codeEnd,
                end,
                before + text.substring(start, openingEnd).stripTrailing() + "\n",
                before + text.substring(start, start + fence)));
    }

    private static int lineEnd(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }
}
