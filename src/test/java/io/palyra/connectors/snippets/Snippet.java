package io.palyra.connectors.snippets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A block of code on a page.
 *
 * @param page its path below {@code src/main/docs}, or {@code README.md}
 * @param heading the nearest one above it
 * @param language as the fence names it
 */
record Snippet(String page, String heading, String language, String text) {

    /** What can be run or loaded; {@code text} is output, pictures and the like. */
    private static final Set<String> CODE = Set.of("sh", "bash", "yaml", "json", "properties", "java", "sql");

    private static final Path DOCS = Path.of("src/main/docs");
    private static final Pattern FENCE = Pattern.compile("( *)```(\\w*)");
    private static final Pattern COMMAND = Pattern.compile("(?<!`)`palyra-connectors ([^`\n]+)`");
    private static final Pattern HEADING = Pattern.compile("#+ (.+)");

    /** Of README.md and of every page. */
    static List<Snippet> all() {
        List<Snippet> found = new ArrayList<>();
        pages().forEach((page, file) -> found.addAll(in(page, file)));
        return found;
    }

    static Map<String, Path> pages() {
        Map<String, Path> pages = new LinkedHashMap<>();
        pages.put("README.md", Path.of("README.md"));
        try (Stream<Path> files = Files.walk(DOCS)) {
            files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .forEach(file -> pages.put(DOCS.relativize(file).toString(), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages;
    }

    /** What stands behind {@code palyra-connectors} in the text of a page. */
    static List<String> mentionedCommands() {
        List<String> found = new ArrayList<>();
        pages().values().forEach(file -> {
            try {
                COMMAND.matcher(Files.readString(file)).results().forEach(command -> found.add(command.group(1)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return found;
    }

    private static List<Snippet> in(String page, Path file) {
        try {
            return in(page, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Snippet> in(String page, List<String> lines) {
        List<Snippet> found = new ArrayList<>();
        String heading = "";
        String language = null;
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            Matcher fence = FENCE.matcher(line);
            Matcher title = HEADING.matcher(line);
            if (fence.matches() && language == null) {
                language = fence.group(2);
                block.clear();
            } else if (fence.matches()) {
                if (CODE.contains(language)) {
                    found.add(new Snippet(page, heading, language, String.join("\n", block) + "\n"));
                }
                language = null;
            } else if (language != null) {
                block.add(line);
            } else if (title.matches()) {
                heading = title.group(1);
            }
        }
        return found;
    }

    boolean isOn(String otherPage, String otherLanguage) {
        return page.equals(otherPage) && language.equals(otherLanguage);
    }

    String firstLine() {
        return text.lines().findFirst().orElse("");
    }

    @Override
    public String toString() {
        return page + ", " + heading + ", " + language + ": " + firstLine();
    }
}
