package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: each statement of the files is one that its database takes, and one that the program runs. */
class StatementFileTest {

    private static final Path SOURCES = Path.of("src/main/java/io/palyra/connectors/store");
    private static final Path FILES = Path.of("src/main/resources/io/palyra/connectors/store/sql");

    private static final String NODES = "postgresql/nodes.sql";

    /** A statement by its name, with the turn in which it is asked. */
    private static final Pattern CALL = Pattern.compile(
            "\\b(?:(?:update|query|first|one|write|count)\\(\\s*(?:(?<turn>(?:\\w+\\.)?Turn\\.\\w+),\\s*|transaction,\\s*)?"
                    + "|(?<last>append)\\(\\s*)\"(?<name>\\w+)[.\\w]*\"");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void theDatabasePreparesEachStatement(StoreUnderTest database) throws SQLException {
        String url = database.newUrl(folder);
        database.open(url, Clock.systemUTC()).close();
        StatementTexts texts = database.statements();
        try (Connection connection = database.connect(url)) {
            for (String name : texts.names()) {
                try (PreparedStatement prepared = connection.prepareStatement(texts.sql(name))) {
                    assertThat(prepared.getParameterMetaData().getParameterCount())
                            .as(name)
                            .isEqualTo(Math.toIntExact(texts.sql(name)
                                    .chars()
                                    .filter(it -> it == '?')
                                    .count()));
                }
            }
        }
    }

    /** All times are the program's, whose clock goes by the database's and knows when that is set; leases are the database's. */
    @Test
    void oneStatementAsksTheDatabaseForTheTimeButForThoseAboutNodes() {
        StatementTexts texts = StoreUnderTest.POSTGRESQL.statements();
        Pattern time = Pattern.compile("(?i)current_time|localtime|\\bnow\\(|_timestamp\\(\\)|timeofday\\(\\)");
        assertThat(texts.names().stream()
                        .filter(name -> time.matcher(texts.sql(name)).find())
                        .filter(name -> !names(NODES).contains(name)))
                .containsExactly("clock");
    }

    @ParameterizedTest
    @EnumSource
    void theProgramRunsEachStatementAndNoOther(StoreUnderTest database) throws IOException {
        Set<String> known = plainNames(database.statements());
        Set<String> used = namesInSources();

        assertThat(used).containsAll(known);
        Set<String> everywhere = new TreeSet<>(plainNames(StoreUnderTest.SQLITE.statements()));
        everywhere.addAll(plainNames(StoreUnderTest.POSTGRESQL.statements()));
        assertThat(namesGivenToStatements()).isSubsetOf(everywhere);
    }

    @Test
    void bothDatabasesHaveTheSameStatementsButForThoseAboutThemselves() throws IOException {
        Set<String> sqlite = new TreeSet<>(StoreUnderTest.SQLITE.statements().names());
        Set<String> postgres =
                new TreeSet<>(StoreUnderTest.POSTGRESQL.statements().names());
        sqlite.removeAll(names("sqlite/file.sql"));
        postgres.removeAll(names("postgresql/database.sql"));
        postgres.removeAll(names(NODES));

        assertThat(postgres).isEqualTo(sqlite);
    }

    @Test
    void whatIsForAGroupTakesWhatItsLikeTakes() {
        StatementTexts one = StoreUnderTest.SQLITE.statements();
        StatementTexts group = StoreUnderTest.POSTGRESQL.statements();

        assertThat(group.forGroup("insert_event").types())
                .as("without the number, which the statement gives")
                .hasSize(one.get("insert_event").parameters() - 1);
        assertThat(names("postgresql/messages.sql"))
                .filteredOn(name -> !name.equals("insert_event"))
                .allSatisfy(name -> assertThat(group.forGroup(name).types())
                        .hasSize(one.get(name).parameters()));
    }

    /** One that is not there would only make the writer slower. */
    @Test
    void eachThatLeavesKnownRowsAsTheyAreIsThere() {
        assertThat(StoreUnderTest.SQLITE.statements().names()).containsAll(KnownRows.MESSAGES_ON_THEIR_WAY);
    }

    /** Either is an error of that database alone, and only once the statement is run. */
    @Test
    void whatIsForAGroupIsAskedInTurnAndNothingElseIs() throws IOException {
        Set<String> forGroups = Stream.of("postgresql/messages.sql", NODES)
                .flatMap(file -> StatementFile.read(file).stream())
                .filter(StatementFile.Entry::isForGroup)
                .map(StatementFile.Entry::name)
                .map(name -> name.replaceFirst("\\..*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> asked = new TreeSet<>();
        Set<String> run = new TreeSet<>();
        for (Path source : sources()) {
            Matcher given = CALL.matcher(Files.readString(source));
            while (given.find()) {
                boolean waits = given.group("turn") != null || given.group("last") != null;
                (waits ? asked : run).add(given.group("name"));
            }
        }

        assertThat(asked).hasSizeGreaterThan(10).isSubsetOf(forGroups);
        assertThat(run).hasSizeGreaterThan(50).doesNotContainAnyElementsOf(forGroups);
    }

    @ParameterizedTest
    @EnumSource
    void eachFileIsReadAndEachPieceIsUsed(StoreUnderTest database) throws IOException {
        String own = database.name().toLowerCase(Locale.ROOT);
        Set<String> statements = new TreeSet<>();
        Set<String> pieces = new TreeSet<>();
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Stream.concat(Files.list(FILES), Files.list(FILES.resolve(own)))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = FILES.relativize(file).toString().replace('\\', '/');
                (name.endsWith("pieces.sql") ? pieces : statements).addAll(names(name));
                text.append(Files.readString(file));
            }
        }

        assertThat(database.statements().names()).isEqualTo(statements);
        assertThat(pieces).isNotEmpty().allSatisfy(piece -> assertThat(text).containsPattern("\\{" + piece + "[(}]"));
    }

    @Test
    void linesAreShortEnoughToRead() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".sql")).toList()) {
                assertThat(Files.readAllLines(file))
                        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(125));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 | stands before the first statement: SELECT 1",
                "--: a(b;SELECT :b | not of the form --: name(parameter, …): --: a(b",
                "--: a(b);SELECT :c | the statement a has no parameter c",
                "--: a(b, c);SELECT :b | the statement a does not use each of its parameters",
                "--: a(b);SELECT {strange(:b)} | the statement a uses an unknown piece: strange",
                "--: a(b);SELECT {greatest(:b)} | the statement a gives the piece greatest other arguments than it takes: [:b]",
                "--: a;SELECT 1;--: a;SELECT 2 | two statements are named a"
            })
    void aMistakeIsToldWithItsPlace(String lines, String message) {
        assertThatThrownBy(() -> StatementTexts.parse("sqlite", "mine.sql", lines.replace(";", "\n")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aStatementIsThereForEachOfItsTables() {
        StatementTexts texts = StatementTexts.parse("sqlite", "mine.sql", """
                -- Of the reader's.
                --: count(state,
                --:   again) for inbound, outbox
                SELECT COUNT(*) FROM {table} WHERE state = :state OR state = ':no' OR state = :again OR state = :state
                """);

        assertThat(texts.names()).containsExactlyInAnyOrder("count.inbound", "count.outbox");
        StatementText text = texts.get("count.outbox");
        assertThat(text.sql())
                .isEqualTo("SELECT COUNT(*) FROM outbox WHERE state = ? OR state = ':no' OR state = ? OR state = ?");
        assertThat(Stream.of(0, 1, 2).map(text::argumentAt)).containsExactly(0, 1, 0);
    }

    private static Set<String> names(String file) {
        return StatementFile.read(file).stream()
                .map(StatementFile.Entry::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without the tables that some are there for. */
    private static Set<String> plainNames(StatementTexts texts) {
        return texts.names().stream()
                .map(name -> name.replaceFirst("\\..*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every literal that may be one, or the beginning of one. */
    private static Set<String> namesInSources() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path source : sources()) {
            Matcher literal = Pattern.compile("\"(\\w+)[.\\w]*\"").matcher(Files.readString(source));
            while (literal.find()) {
                names.add(literal.group(1));
            }
        }
        // Put together of the name of a table
        for (String table : List.of("inbound", "outbox")) {
            names.add("first_" + table + "_of_lane");
            names.add("next_" + table + "_of_held_lane");
            names.add("hasten_" + table + "_lanes");
        }
        return names;
    }

    private static Set<String> namesGivenToStatements() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path source : sources()) {
            Matcher given = CALL.matcher(Files.readString(source));
            while (given.find()) {
                names.add(given.group("name"));
            }
        }
        assertThat(names).hasSizeGreaterThan(50);
        return names;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
