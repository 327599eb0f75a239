package io.palyra.connectors.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Reads a UTF-8 {@code .properties} file in order, with line numbers, which {@link Properties} does not keep. */
final class PropertiesFile {

    /** @param line where the entry begins, from 1 */
    record Entry(String key, String value, int line) {}

    private PropertiesFile() {}

    /**
     * All entries, repeated keys included.
     *
     * @throws IOException if the file cannot be read or is not UTF-8
     * @throws IllegalArgumentException on a malformed <code>\</code>{@code uXXXX} escape
     */
    static List<Entry> read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        StringBuilder pending = new StringBuilder();
        int number = 0;
        int firstLine = 1;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (pending.isEmpty()) {
                firstLine = number;
            }
            boolean isComment = pending.isEmpty() && line.stripLeading().matches("[#!].*");
            pending.append(line).append('\n');
            if (isComment || !continues(line)) {
                parse(pending.toString(), firstLine, entries);
                pending.setLength(0);
            }
        }
        parse(pending.toString(), firstLine, entries);
        return entries;
    }

    /** A line goes on in the next one if it ends with an odd number of backslashes. */
    private static boolean continues(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static void parse(String logicalLine, int firstLine, List<Entry> entries) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(logicalLine));
        for (String key : properties.stringPropertyNames()) {
            entries.add(new Entry(key, properties.getProperty(key), firstLine));
        }
    }
}
