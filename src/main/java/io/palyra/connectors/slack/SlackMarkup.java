package io.palyra.connectors.slack;

import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.platform.markdown.MarkdownCharacters;
import io.palyra.connectors.platform.markdown.TextStyle;
import io.palyra.connectors.platform.message.CodeFences;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As Slack's clients read a message: any three backticks begin or end a code block, there is no language. Texts come in as
 * Markdown and leave as mrkdwn.
 */
enum SlackMarkup implements Markup {
    INSTANCE;

    private static final Pattern OPENING = Pattern.compile(MrkdwnText.FENCE + "\n?");

    /** Entities; links and mentions; code within a line. */
    private static final Pattern TOKEN = Pattern.compile("&(?:amp|lt|gt);|<[^<>\n]++>|`[^`\n]++`");

    private static final Pattern ENTITY = Pattern.compile("&(?:amp|lt|gt);");

    @Override
    public String render(String text) {
        return MrkdwnRenderer.render(text);
    }

    @Override
    public int charsBeside(OutboundMessageRequest message) {
        return Post.charsBeside(message);
    }

    @Override
    public List<CodeBlock> codeBlocks(String text) {
        return CodeFences.of(text, MrkdwnText.FENCE, OPENING, opening -> MrkdwnText.FENCE + "\n");
    }

    @Override
    public List<Span> units(String text) {
        List<Span> units = new ArrayList<>();
        int prose = 0;
        for (CodeBlock block : codeBlocks(text)) {
            new Prose(text, units).read(prose, block.start());
            addEntities(text, block.codeStart(), block.codeEnd(), units);
            prose = block.end();
        }
        new Prose(text, units).read(prose, text.length());
        return units;
    }

    private static void addEntities(String text, int start, int end, List<Span> units) {
        Matcher entity = ENTITY.matcher(text).region(start, end);
        while (entity.find()) {
            units.add(new Span(entity.start(), entity.end()));
        }
    }

    /** Finds tokens, and emphasis, which begins and ends within a line. */
    private record Prose(String text, List<Span> units) {

        private static final int NONE = -1;

        void read(int start, int end) {
            int[] opened = {NONE, NONE, NONE};
            Matcher token = TOKEN.matcher(text).region(start, end);
            boolean hasToken = token.find();
            int at = start;
            while (at < end) {
                if (hasToken && token.start() == at) {
                    units.add(new Span(at, token.end()));
                    if (text.charAt(at) == '`') {
                        addEntities(text, at, token.end(), units);
                    }
                    at = token.end();
                    hasToken = token.find();
                    continue;
                }
                char c = text.charAt(at);
                if (c == '\n') {
                    opened[0] = opened[1] = opened[2] = NONE;
                }
                for (TextStyle style : TextStyle.values()) {
                    if (c == MrkdwnText.mark(style)) {
                        mark(at, end, opened, style.ordinal());
                    }
                }
                at++;
            }
        }

        private void mark(int at, int end, int[] opened, int style) {
            boolean isBoundaryBehind =
                    at + 1 >= end || !MarkdownCharacters.isWord(text.codePointAt(at + 1)) || text.charAt(at + 1) == '_';
            boolean isBoundaryBefore =
                    at == 0 || !MarkdownCharacters.isWord(text.codePointBefore(at)) || text.charAt(at - 1) == '_';
            if (opened[style] != NONE && isBoundaryBehind && !MarkdownCharacters.isSpace(text.charAt(at - 1))) {
                units.add(new Span(opened[style], at + 1));
                opened[style] = NONE;
            } else if (isBoundaryBefore && at + 1 < end && !MarkdownCharacters.isSpace(text.charAt(at + 1))) {
                opened[style] = at;
            }
        }
    }
}
