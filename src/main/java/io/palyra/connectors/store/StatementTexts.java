package io.palyra.connectors.store;

import io.palyra.connectors.store.StatementFile.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The store's statements in the SQL of one database. Most are the same for all, up to pieces ({@code {name(argument, …)}})
 * that each database has in its own words; what differs altogether is in files of the database.
 */
final class StatementTexts {

    private static final List<String> SHARED = List.of(
            "access.sql",
            "approvals.sql",
            "clock.sql",
            "conversations.sql",
            "cursors.sql",
            "dead_letters.sql",
            "event_readers.sql",
            "events.sql",
            "inbox.sql",
            "instances.sql",
            "jobs.sql",
            "lanes.sql",
            "outbox.sql",
            "queues.sql",
            "rate_limits.sql",
            "retention.sql",
            "search.sql",
            "sessions.sql",
            "statistics.sql",
            "traces.sql");

    private static final Pattern PIECE = Pattern.compile("\\{(?!asked})(\\w+)(?:\\(([^{}]*)\\))?}");

    /** A literal, or a parameter. */
    private static final Pattern PARAMETER = Pattern.compile("'[^']*'|:(\\w+)");

    private final String database;
    private boolean storesNul = true;
    private final Map<String, Entry> pieces = new HashMap<>();
    private final Map<String, StatementText> texts = new HashMap<>();
    private final Map<String, GroupText> groupTexts = new HashMap<>();
    private final Map<List<String>, StatementText> together = recent();
    private final Map<List<String>, StatementText> withCommit = recent();
    private final Map<String, StatementText> severalRows = new ConcurrentHashMap<>();

    /** The statements that meet in a group are many over time. */
    private static Map<List<String>, StatementText> recent() {
        return Collections.synchronizedMap(new Recent<>(Statements.PREPARED_MAX, text -> {}));
    }

    private StatementTexts(String database) {
        this.database = database;
        Stream.of("pieces.sql", database + "/pieces.sql")
                .flatMap(file -> StatementFile.read(file).stream())
                .forEach(piece -> pieces.put(piece.name(), piece));
    }

    /**
     * @param database the folder of its files
     * @param own its files
     */
    static StatementTexts of(String database, String... own) {
        StatementTexts statements = new StatementTexts(database);
        Stream.concat(SHARED.stream(), Stream.of(own).map(file -> database + "/" + file))
                .flatMap(file -> StatementFile.read(file).stream())
                .forEach(statements::add);
        return statements;
    }

    /** Only what one file has. */
    static StatementTexts parse(String database, String file, String content) {
        StatementTexts statements = new StatementTexts(database);
        StatementFile.parse(file, content).forEach(statements::add);
        return statements;
    }

    /** @throws IllegalArgumentException where the database has none of that name */
    StatementText get(String name) {
        StatementText text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("there is no statement " + name + " for " + database);
        }
        return text;
    }

    /**
     * One without parameters is the same for a group.
     *
     * @throws IllegalArgumentException where the database has none of that name for a group
     */
    GroupText forGroup(String name) {
        GroupText text = groupTexts.get(name);
        if (text == null && texts.containsKey(name) && get(name).parameters() == 0) {
            return new GroupText(get(name).sql(), List.of());
        }
        if (text == null) {
            throw new IllegalArgumentException("there is no statement " + name + " for a group in " + database);
        }
        return text;
    }

    /** An argument as the database can store it. */
    @Nullable
    Object stored(@Nullable Object argument) {
        return storesNul ? argument : NulCharacter.replacedIn(argument);
    }

    /** The same statements, for a database that has no place for the character 0. */
    StatementTexts withoutNul() {
        storesNul = false;
        return this;
    }

    Set<String> names() {
        return Stream.of(texts.keySet(), groupTexts.keySet())
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** As the database takes it, whether for one or for a group. */
    String sql(String name) {
        GroupText text = groupTexts.get(name);
        return text == null ? get(name).sql() : text.sql();
    }

    /** Of a statement that ends with the values of one row, the like for several; their arguments stand row by row. */
    StatementText forRows(String name, int rows) {
        return severalRows.computeIfAbsent(name + "*" + rows, any -> {
            String one = get(name).sql();
            String values = one.substring(one.lastIndexOf('('));
            return StatementText.of(one + (", " + values).repeat(rows - 1));
        });
    }

    /** Those of several names, one after the other. */
    StatementText forGroup(List<String> names) {
        return together.computeIfAbsent(
                names,
                any -> StatementText.of(
                        names.stream().map(name -> forGroup(name).sql()).collect(Collectors.joining(";\n"))));
    }

    /** The same, and then the commit. */
    StatementText withCommit(List<String> names) {
        return withCommit.computeIfAbsent(
                names, any -> StatementText.of(forGroup(names).sql() + ";\nCOMMIT"));
    }

    private void add(Entry entry) {
        if (texts.containsKey(entry.name()) || groupTexts.containsKey(entry.name())) {
            throw new IllegalStateException("two statements are named " + entry.name());
        }
        Entry whole = entry.withText(withPieces(entry));
        if (entry.isForGroup()) {
            groupTexts.put(entry.name(), GroupText.of(whole));
        } else {
            texts.put(entry.name(), statement(whole));
        }
    }

    private static StatementText statement(Entry entry) {
        List<Integer> order = new ArrayList<>();
        String sql = PARAMETER.matcher(entry.text()).replaceAll(found -> mark(entry, found, order));
        if (Set.copyOf(order).size() != entry.parameters().size()) {
            throw new IllegalStateException("the statement " + entry.name() + " does not use each of its parameters");
        }
        return new StatementText(
                sql,
                entry.parameters().size(),
                order.stream().mapToInt(Integer::intValue).toArray());
    }

    private static String mark(Entry entry, MatchResult found, List<Integer> order) {
        if (found.group(1) == null) {
            return Matcher.quoteReplacement(found.group());
        }
        int argument = entry.parameters().indexOf(found.group(1));
        if (argument < 0) {
            throw new IllegalStateException("the statement " + entry.name() + " has no parameter " + found.group(1));
        }
        order.add(argument);
        return "?";
    }

    /** Innermost first: an argument of a piece may be another piece. */
    private String withPieces(Entry entry) {
        String text = entry.text();
        Matcher found = PIECE.matcher(text);
        while (found.find()) {
            Entry piece = pieces.get(found.group(1));
            if (piece == null) {
                throw new IllegalStateException(
                        "the statement " + entry.name() + " uses an unknown piece: " + found.group(1));
            }
            text = text.substring(0, found.start())
                    + filled(entry, piece, found.group(2))
                    + text.substring(found.end());
            found = PIECE.matcher(text);
        }
        return text;
    }

    private static String filled(Entry entry, Entry piece, @Nullable String arguments) {
        List<String> given = arguments == null ? List.of() : split(arguments);
        if (given.size() != piece.parameters().size()) {
            throw new IllegalStateException("the statement " + entry.name() + " gives the piece " + piece.name()
                    + " other arguments than it takes: " + given);
        }
        String text = piece.text();
        for (int i = 0; i < given.size(); i++) {
            text = text.replace("[" + piece.parameters().get(i) + "]", given.get(i));
        }
        return text;
    }

    /** At commas that are in no parentheses. */
    private static List<String> split(String arguments) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < arguments.length(); i++) {
            char character = arguments.charAt(i);
            depth += character == '(' ? 1 : character == ')' ? -1 : 0;
            if (character == ',' && depth == 0) {
                parts.add(arguments.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(arguments.substring(from).strip());
        return parts;
    }
}
