package io.palyra.connectors.platform.message;

import io.palyra.connectors.adapter.Markup.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Code blocks of platforms where the same mark begins a block and, wherever it comes next, ends it. */
public final class CodeFences {

    private CodeFences() {}

    /**
     * The blocks of a text, in order; one that is never closed ends with the text. Linear if the pattern is.
     *
     * @param opening the mark, with what belongs to it where a block begins
     * @param reopening what opens a block again in another message; ends with a line end
     */
    public static List<CodeBlock> of(
            String text, String mark, Pattern opening, Function<MatchResult, String> reopening) {
        List<CodeBlock> blocks = new ArrayList<>();
        Matcher found = opening.matcher(text);
        int at = 0;
        while (at < text.length() && found.find(at)) {
            int codeEnd = text.indexOf(mark, found.end());
            boolean closed = codeEnd >= 0;
            at = closed ? codeEnd + mark.length() : text.length();
            blocks.add(
                    new CodeBlock(found.start(), found.end(), closed ? codeEnd : at, at, reopening.apply(found), mark));
        }
        return blocks;
    }
}
