package io.palyra.connectors.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of named SQL. Each entry begins with a line {@code --: name(parameter, …)}, which may end with
 * {@code for inbound, outbox} and may go on in further lines of the kind: the entry is then there for each of these tables, as {@code name.inbound} and so on, with the
 * table in place of {@code {table}}. Lines that begin with {@code --} are for the reader.
 */
final class StatementFile {

    /** Where the files are, as a resource path relative to this class. */
    static final String FOLDER = "sql/";

    private static final Pattern HEAD = Pattern.compile("--: (\\w+)(?:\\(([^)]*)\\))?(?: for (.+))?");

    private static final Pattern LONG_HEAD = Pattern.compile("\\R--:\\s{2,}");

    /** @param text may hold parameters ({@code :name}) and pieces ({@code {name(argument, …)}}) */
    record Entry(String name, List<String> parameters, String text) {

        /** A {@link GroupText}: its parameters have types. */
        boolean isForGroup() {
            return !parameters.isEmpty() && parameters.stream().allMatch(parameter -> parameter.contains(" "));
        }

        Entry withText(String other) {
            return new Entry(name, parameters, other);
        }
    }

    private StatementFile() {}

    /**
     * @param name of the file, relative to {@link #FOLDER}
     * @throws IllegalStateException where there is none, or a line stands before the first entry
     */
    static List<Entry> read(String name) {
        try (InputStream content = StatementFile.class.getResourceAsStream(FOLDER + name)) {
            if (content == null) {
                throw new IllegalStateException("there is no file " + FOLDER + name);
            }
            return parse(name, new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Entry> parse(String file, String content) {
        List<Entry> entries = new ArrayList<>();
        Matcher head = null;
        List<String> body = new ArrayList<>();
        for (String line : LONG_HEAD.matcher(content).replaceAll(" ").lines().toList()) {
            if (line.startsWith("--:")) {
                add(entries, head, body);
                head = HEAD.matcher(line);
                if (!head.matches()) {
                    throw new IllegalStateException(file + ": not of the form --: name(parameter, …): " + line);
                }
                body.clear();
            } else if (!line.startsWith("--") && !line.isBlank()) {
                if (head == null) {
                    throw new IllegalStateException(file + ": stands before the first statement: " + line);
                }
                body.add(line);
            }
        }
        add(entries, head, body);
        return entries;
    }

    private static void add(List<Entry> entries, @Nullable Matcher head, List<String> body) {
        if (head == null) {
            return;
        }
        String name = head.group(1);
        List<String> parameters = list(head.group(2));
        String text = String.join("\n", body);
        if (head.group(3) == null) {
            entries.add(new Entry(name, parameters, text));
        } else {
            list(head.group(3))
                    .forEach(table ->
                            entries.add(new Entry(name + "." + table, parameters, text.replace("{table}", table))));
        }
    }

    private static List<String> list(@Nullable String text) {
        return Stream.ofNullable(text)
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
