package io.palyra.connectors.slack;

import io.palyra.connectors.platform.markdown.InlineReading;
import io.palyra.connectors.platform.markdown.InlineSink;
import io.palyra.connectors.platform.markdown.MarkdownSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.Node;

/** The prose of a block, line by line. */
final class MrkdwnInlines implements InlineSink {

    private final List<MrkdwnLine> lines = new ArrayList<>();
    private MrkdwnLine line = new MrkdwnLine();

    private MrkdwnInlines() {
        lines.add(line);
    }

    static List<MrkdwnLine> lines(Node block, MarkdownSource source, int styles) {
        MrkdwnInlines inlines = new MrkdwnInlines();
        InlineReading.read(block, source, styles, inlines);
        return inlines.lines;
    }

    @Override
    public void text(String text, int styles) {
        line.text(text, styles);
    }

    @Override
    public void code(String code, int styles) {
        line.code(code, styles);
    }

    @Override
    public boolean link(String address, String words, int styles) {
        Optional<String> link = MrkdwnLink.of(address, words);
        link.ifPresent(found -> line.link(found, styles));
        return link.isPresent();
    }

    @Override
    public void newLine(int styles) {
        line = new MrkdwnLine();
        lines.add(line);
    }
}
