package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.platform.message.CodeFences;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As Discord's clients read a message: any three backticks begin or end a code block, also within a line, behind code, in
 * lists and in quotes. Tildes mean nothing.
 */
enum DiscordMarkup implements Markup {
    INSTANCE;

    private static final String MARK = "```";

    /** A language is one only if its line holds nothing else. */
    private static final Pattern OPENING = Pattern.compile("```(?:([A-Za-z0-9_+.#-]{1,64}+)\n)?");

    /**
     * Links, URLs, and what stands between angle brackets: mentions, emojis, times, commands. Emphasis, within a line and
     * not longer than a sentence. Repetitions are bounded, or cannot be retried: texts come from outside.
     */
    private static final Pattern UNIT = Pattern.compile("""
            !?\\[[^\\[\\]\\n]++]\\((?:[^()\\n]++|\\([^()\\n]*+\\)){1,8}+\\)\
            |<[^<>\\s]++>|</[^<>\\n]{1,100}+>\
            |https?://[^\\s<]++\
            |(\\*\\*|__|~~)(?=\\S)[^\\n]{0,300}?\\S\\1""");

    private static final Pattern BACKTICKS = Pattern.compile("`+");

    @Override
    public List<CodeBlock> codeBlocks(String text) {
        return CodeFences.of(
                text, MARK, OPENING, opening -> MARK + (opening.group(1) == null ? "" : opening.group(1)) + "\n");
    }

    @Override
    public List<Span> units(String text) {
        List<Span> units = new ArrayList<>();
        List<Integer> bars = new ArrayList<>();
        int prose = 0;
        for (CodeBlock block : codeBlocks(text)) {
            inProse(text, prose, block.start(), units, bars);
            prose = block.end();
        }
        inProse(text, prose, text.length(), units, bars);
        // A spoiler may hold code blocks
        for (int i = 0; i + 1 < bars.size(); i += 2) {
            units.add(new Span(bars.get(i), bars.get(i + 1) + 2));
        }
        return units;
    }

    /** What is read as code, in blocks and within lines, in its order. */
    static List<Span> code(String text) {
        List<Span> code = new ArrayList<>();
        int prose = 0;
        for (CodeBlock block : INSTANCE.codeBlocks(text)) {
            code.addAll(inlineCode(text, prose, block.start()));
            code.add(new Span(block.start(), block.end()));
            prose = block.end();
        }
        code.addAll(inlineCode(text, prose, text.length()));
        return code;
    }

    /** Whether what is written behind the text would be read as code. */
    static boolean endsInCode(String text) {
        List<CodeBlock> blocks = INSTANCE.codeBlocks(text);
        return !blocks.isEmpty() && blocks.get(blocks.size() - 1).codeEnd() == text.length();
    }

    private static void inProse(String text, int start, int end, List<Span> units, List<Integer> bars) {
        List<Span> code = inlineCode(text, start, end);
        units.addAll(code);
        int from = start;
        for (Span span : code) {
            bars(text, from, span.start(), bars);
            from = span.end();
        }
        bars(text, from, end, bars);
        Matcher unit = UNIT.matcher(text).region(start, end);
        while (unit.find()) {
            units.add(new Span(unit.start(), unit.end()));
        }
    }

    /** A run of one or two backticks, up to the next run of as many. */
    private static List<Span> inlineCode(String text, int start, int end) {
        List<Span> spans = new ArrayList<>();
        Matcher run = BACKTICKS.matcher(text).region(start, end);
        while (run.find()) {
            int begin = run.start();
            int length = run.end() - begin;
            int behind = run.end();
            while (run.find()) {
                if (run.end() - run.start() == length) {
                    spans.add(new Span(begin, run.end()));
                    behind = run.end();
                    break;
                }
            }
            run.region(behind, end);
        }
        return spans;
    }

    private static void bars(String text, int start, int end, List<Integer> bars) {
        for (int at = text.indexOf("||", start); at >= 0 && at + 2 <= end; at = text.indexOf("||", at + 2)) {
            bars.add(at);
        }
    }
}
