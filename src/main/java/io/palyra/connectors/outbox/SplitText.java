package io.palyra.connectors.outbox;

import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.adapter.Markup.CodeBlock;
import io.palyra.connectors.adapter.Markup.Span;
import io.palyra.connectors.outbox.TextSplitter.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A text that is being split: each question about a place in it is answered in a few steps. For one thread. */
final class SplitText {

    /** Unlike BreakIterator before JDK 20 it keeps emoji sequences together. */
    private static final Pattern VISIBLE_CHARACTER = Pattern.compile("\\X");

    /** A part within a block needs its opening, a line of it and its closing. */
    private static final int LINES_FOR_MARKS = 3;

    private final String text;
    private final TreeMap<Integer, CodeBlock> blocks;

    /** Indexes strictly within what had better stay whole. */
    private final BitSet withinUnits = new BitSet();

    /** The same of units with no other within, such as an escaped character in bold words. */
    private final BitSet withinInnermost = new BitSet();

    /** Characters to see: neither space nor marks of blocks. */
    private final BitSet visible = new BitSet();

    private final int[] lineEndsBefore;
    private @Nullable BitSet characterEnds;

    private SplitText(String text, List<CodeBlock> blocks, List<Span> units) {
        this.text = text;
        this.blocks = blocks.stream()
                .collect(Collectors.toMap(CodeBlock::start, block -> block, (one, other) -> one, TreeMap::new));
        setWithin(units, withinUnits);
        setWithin(innermost(units), withinInnermost);
        lineEndsBefore = new int[text.length() + 1];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            lineEndsBefore[i + 1] = lineEndsBefore[i] + (c == '\n' ? 1 : 0);
            visible.set(i, !isSpace(c));
        }
        blocks.forEach(block -> {
            visible.clear(block.start(), block.codeStart());
            visible.clear(block.codeEnd(), block.end());
        });
    }

    static SplitText of(String text, int charsMax, int linesMax, Markup markup) {
        List<CodeBlock> blocks = linesMax < LINES_FOR_MARKS
                ? List.of()
                : markup.codeBlocks(text).stream()
                        .flatMap(block -> usable(block, charsMax))
                        .toList();
        List<Span> units = markup.units(text).stream()
                .filter(unit -> unit.end() - unit.start() <= charsMax)
                .filter(unit -> TextSplitter.lines(text.substring(unit.start(), unit.end())) <= linesMax)
                .toList();
        return new SplitText(text, blocks, units);
    }

    private static void setWithin(List<Span> units, BitSet within) {
        units.forEach(unit -> within.set(unit.start() + 1, unit.end()));
    }

    private static List<Span> innermost(List<Span> units) {
        List<Span> fromTheBack = units.stream()
                .sorted(Comparator.comparingInt(Span::start).reversed().thenComparingInt(Span::end))
                .toList();
        List<Span> innermost = new ArrayList<>();
        int firstEndBehind = Integer.MAX_VALUE;
        for (Span unit : fromTheBack) {
            if (unit.end() < firstEndBehind) {
                innermost.add(unit);
                firstEndBehind = unit.end();
            }
        }
        return innermost;
    }

    /** One whose marks alone take more than half of a part is text like any other. */
    private static Stream<CodeBlock> usable(CodeBlock block, int charsMax) {
        return Stream.of(block, block.anonymous())
                .filter(one -> marks(one) <= charsMax / 2)
                .limit(1);
    }

    private static int marks(CodeBlock block) {
        return block.opening().length() + 1 + block.closing().length();
    }

    int length() {
        return text.length();
    }

    String between(int start, int end) {
        return text.substring(start, end);
    }

    /** The block whose code a part that ends here would end in. */
    @Nullable
    CodeBlock openAt(int end) {
        CodeBlock block = blockBefore(end);
        return block != null && end >= block.codeStart() && end <= block.codeEnd() ? block : null;
    }

    boolean isWithinMark(int end) {
        CodeBlock block = blockBefore(end);
        return block != null && (end < block.codeStart() || end > block.codeEnd() && end < block.end());
    }

    boolean isEndOfBlockBeforeLineEnd(int end) {
        CodeBlock block = blockBefore(end);
        return block != null && block.end() == end && block.codeEnd() < end && text.charAt(end) == '\n';
    }

    private @Nullable CodeBlock blockBefore(int end) {
        Map.Entry<Integer, CodeBlock> entry = blocks.lowerEntry(end);
        return entry == null ? null : entry.getValue();
    }

    boolean isWithinUnit(int end) {
        return withinUnits.get(end);
    }

    /** What is left to see of a text of nothing but empty blocks: one of them. */
    Part emptyBlock() {
        CodeBlock first = blocks.firstEntry().getValue();
        return new Part(first.opening(), "", first.closing());
    }

    boolean isWithinInnermostUnit(int end) {
        return withinInnermost.get(end);
    }

    boolean isVisible(int start, int end) {
        int first = visible.nextSetBit(start);
        return first >= 0 && first < end;
    }

    int lineEnds(int start, int end) {
        return lineEndsBefore[end] - lineEndsBefore[start];
    }

    char before(int end) {
        return text.charAt(end - 1);
    }

    boolean isLineEnd(int end) {
        return before(end) == '\n';
    }

    boolean isSpace(int index) {
        return Character.isWhitespace(text.charAt(index));
    }

    boolean isWithinPair(int end) {
        return end < text.length()
                && Character.isHighSurrogate(text.charAt(end - 1))
                && Character.isLowSurrogate(text.charAt(end));
    }

    boolean isCharacterEnd(int end) {
        if (characterEnds == null) {
            characterEnds = new BitSet();
            Matcher characters = VISIBLE_CHARACTER.matcher(text);
            while (characters.find()) {
                characterEnds.set(characters.end());
            }
        }
        return characterEnds.get(end);
    }

    /** No-break spaces count as space, as everywhere in the protocol. */
    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
