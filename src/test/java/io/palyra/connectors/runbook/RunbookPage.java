package io.palyra.connectors.runbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The runbook as a script: below each heading {@code ## N. Title} the first block of commands finds what is wrong, the
 * second one puts it right. What stands behind {@code #} in a line is what its command shows.
 */
record RunbookPage(Map<String, Incident> incidents) {

    private static final Path PAGE = Path.of("src/main/docs/runbook.md");
    private static final Pattern HEADING = Pattern.compile("## \\d+\\. (.+)");
    private static final Pattern LINE = Pattern.compile("(.+?)(?:\\s+# (.+))?");

    /** The commands for one incident. */
    record Incident(List<Step> find, List<Step> fix) {}

    /**
     * One line of a block.
     *
     * @param shows part of what the command prints; empty where the page promises nothing
     */
    record Step(String command, String shows) {}

    static RunbookPage read() throws IOException {
        Map<String, List<List<Step>>> blocks = new LinkedHashMap<>();
        List<List<Step>> current = new ArrayList<>();
        boolean open = false;
        for (String line : Files.readAllLines(PAGE)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                current = new ArrayList<>();
                blocks.put(heading.group(1), current);
            } else if (line.equals("```sh")) {
                open = true;
                current.add(new ArrayList<>());
            } else if (line.equals("```")) {
                open = false;
            } else if (open) {
                current.get(current.size() - 1).add(step(line));
            }
        }
        Map<String, Incident> incidents = new LinkedHashMap<>();
        blocks.forEach((title, found) -> incidents.put(title, incident(title, found)));
        return new RunbookPage(incidents);
    }

    private static Incident incident(String title, List<List<Step>> blocks) {
        if (blocks.size() != 2) {
            throw new IllegalStateException(title + ": has " + blocks.size() + " blocks of commands, not two");
        }
        return new Incident(blocks.get(0), blocks.get(1));
    }

    private static Step step(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException("no command: " + line);
        }
        return new Step(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
    }

    Incident incident(String title) {
        Incident incident = incidents.get(title);
        if (incident == null) {
            throw new IllegalStateException("the runbook has no incident \"" + title + "\"");
        }
        return incident;
    }
}
