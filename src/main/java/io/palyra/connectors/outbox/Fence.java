package io.palyra.connectors.outbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced code block that is open: three or more backticks or tildes at the start of a line, as CommonMark 0.31 §4.5 has
 * it.
 *
 * @param opening the line that opened it, without its end
 * @param marker its run of backticks or tildes
 */
record Fence(String opening, String marker) {

    private static final Pattern OPENING = Pattern.compile(" {0,3}(`{3,}(?=[^`]*$)|~{3,}).*");

    /** The fence that a line opens, if it does. */
    static Optional<Fence> openedBy(String line) {
        Matcher matcher = OPENING.matcher(line);
        return matcher.matches() ? Optional.of(new Fence(line, matcher.group(1))) : Optional.empty();
    }

    boolean isClosedBy(String line) {
        String run = line.strip();
        int indent = line.indexOf(run);
        return indent <= 3 && run.length() >= marker.length() && run.chars().allMatch(c -> c == marker.charAt(0));
    }

    /** The same block opened by its marker alone, where the whole line would take too much of a part. */
    Fence withoutInfo() {
        return new Fence(marker, marker);
    }

    /** What begins a part inside the block. */
    String prefix() {
        return opening + "\n";
    }

    /** What ends a part inside the block. */
    String suffix(String piece) {
        return piece.endsWith("\n") ? marker : "\n" + marker;
    }

    /** Characters that opening and closing it again cost a part at most. */
    int overhead() {
        return opening.length() + 1 + 1 + marker.length();
    }
}
