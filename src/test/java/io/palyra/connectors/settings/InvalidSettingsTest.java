package io.palyra.connectors.settings;

import static io.palyra.connectors.settings.SettingsUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidSettingsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "palyra.http.host | '' | a host name or address without scheme and port, such as 127.0.0.1",
                "palyra.http.host | http://localhost | a host name or address",
                "palyra.http.port | '' | a whole number from 0 to 65535",
                "palyra.http.port | -1 | a whole number from 0 to 65535",
                "palyra.http.port | 65536 | a whole number from 0 to 65535",
                "palyra.http.port | 99999999999 | a whole number from 0 to 65535",
                "palyra.http.port | 8080x | a whole number from 0 to 65535",
                "palyra.console.base-path | /admin | such as /palyra; /admin, /console and /observe are the program's own",
                "palyra.console.base-path | /admin/v1 | /admin, /console and /observe are the program's own",
                "palyra.console.base-path | /console | /admin, /console and /observe are the program's own",
                "palyra.console.base-path | /observe/health | /admin, /console and /observe are the program's own",
                "palyra.console.base-path | /palyra/ | a path that begins with / and does not end with it, such as /palyra",
                "palyra.ingress.port | 65536 | a whole number from 0 to 65535",
                "palyra.ingress.host | http://localhost | a host name or address",
                "palyra.http.allowed-hosts | a, b:80 | a host name or address",
                "palyra.vault.function | env: | the name of a property function, such as env or file",
                "palyra.vault.function | '' | the name of a property function",
                "palyra.store.url | jdbc:mysql://db/x | jdbc:sqlite:<file> or jdbc:postgresql://<host>[:<port>]/<database>: no other",
                "palyra.store.url | jdbc:postgres://db/x | be jdbc:postgresql://<host>[:<port>]/<database>",
                "palyra.store.url | postgresql://db/x | be jdbc:postgresql://<host>[:<port>]/<database>",
                "palyra.store.url | postgres://db/x | be jdbc:postgresql://<host>[:<port>]/<database>",
                "palyra.store.url | jdbc:pgsql://db/x | be jdbc:postgresql://<host>[:<port>]/<database>",
                "palyra.store.url | JDBC:PostgreSQL://db/x | be jdbc:postgresql://<host>[:<port>]/<database>",
                "palyra.store.url | jdbc:postgresql:x | /<database>: with // and a host",
                "palyra.store.url | jdbc:postgresql:///x | /<database>: with a host, such as localhost",
                "palyra.store.url | jdbc:postgresql://a,/x | /<database>: with a host, such as localhost",
                "palyra.store.url | jdbc:postgresql://::1/x | an IPv6 address in []",
                "palyra.store.url | jdbc:postgresql://db:0/x | /<database>: with a port from 1 to 65535",
                "palyra.store.url | jdbc:postgresql://db:65536/x | /<database>: with a port from 1 to 65535",
                "palyra.store.url | jdbc:postgresql://db:x/x | /<database>: with a host",
                "palyra.store.url | jdbc:postgresql://db | /<database>: with a database",
                "palyra.store.url | jdbc:postgresql://db/?ssl=true | /<database>: with a database",
                "palyra.store.url | jdbc:postgresql://db/x?user=me | without user: the user is palyra.store.username",
                "palyra.store.url | jdbc:sqlite3:x.db | be jdbc:sqlite:<file>",
                "palyra.store.url | jdbc:sqlite: | jdbc:sqlite:<file>",
                "palyra.store.url | jdbc:sqlite::memory: | jdbc:sqlite:<file>: a file; in memory nothing would outlast",
                "palyra.store.url | jdbc:sqlite::resource:x.db | jdbc:sqlite:<file>: a file",
                "palyra.store.url | jdbc:sqlite:file:x.db | jdbc:sqlite:<file>: the path of a file, without file:",
                "palyra.store.url | jdbc:sqlite:file:x.db?mode=ro | jdbc:sqlite:<file>: the path of a file, without file:",
                "palyra.store.url | jdbc:sqlite:data/x.db?cache=shared | jdbc:sqlite:<file>: no parameters",
                "palyra.store.url | jdbc:sqlite:?cache=shared | jdbc:sqlite:<file>: no parameters",
                "palyra.store.url | jdbc:sqlite:data/ | jdbc:sqlite:<file>: a file, not a folder",
                "palyra.store.synchronous | full | FULL or NORMAL",
                "palyra.daemon.endpoint | '' | a Camel endpoint URI",
                "palyra.daemon.endpoint | embeddedDaemon | a Camel endpoint URI",
                "palyra.daemon.timeout | 0s | a duration from 1ms to 36500d",
                "palyra.daemon.timeout | 120 | such as 250ms, 30s, 5m, 12h or 7d",
                "palyra.daemon.timeout | PT2M | a duration",
                "palyra.daemon.concurrency | 0 | a whole number from 1 to 10000",
                "palyra.inbox.dedupe-window | week | a duration",
                "palyra.outbox.claim-lanes | 0 | a whole number from 1 to 10000",
                "palyra.outbox.claim-rows-per-lane | 10001 | a whole number from 1 to 10000",
                "palyra.outbox.lease | 4999ms | a duration of at least 5s",
                "palyra.outbox.on-dead-letter | stop | continue or hold",
                "palyra.outbox.on-unknown | HOLD | continue or hold",
                "palyra.retention.delivered | -7d | a duration",
                "palyra.retention.events | 1.5d | a duration",
                "palyra.retention.dead-letters | 90 days | a duration",
                "palyra.shutdown.deadline | 0ms | a duration",
                "palyra.connectors.echo.a.enabled | yes | true or false",
                "palyra.connectors.echo.a.enabled | TRUE | true or false",
                "palyra.connectors.echo.a.access-dm | Pairing | pairing or allowlist or open or off",
                "palyra.connectors.echo.a.access-dm | mention | pairing or allowlist or open or off",
                "palyra.connectors.discord.a.access-groups | pairing | mention or allowlist or all or off",
                "palyra.connectors.discord.a.access-pairing-text | Ask us. | a text of at most 1000 characters with {code}",
                "palyra.connectors.echo.a.egress-allowlist | a.com,*.*.b | hosts separated by commas",
            })
    void namesKeyValuePlaceAndWhatIsAllowed(String key, String value, String allowed) {
        assertThat(settings().option(key, value).problem())
                .startsWith(key + " = \"" + value.replaceFirst("=.*", "=…") + "\" (-D" + key
                        + ") is not allowed; it must be ")
                .contains(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access-allow-from", "access-deny-from", "access-allow-conversations"})
    void listsOfIdsHaveLimits(String option) {
        String key = "palyra.connectors.discord.ops." + option;

        assertThat(settings().option(key, "42," + "4".repeat(257)).problem())
                .startsWith(key + " = \"42,444")
                .contains("it must be at most 10000 ids separated by commas, each of at most 256 characters");
        assertThat(settings().option(key, "4".repeat(256)).load().connectors()).hasSize(1);
    }

    @Test
    void mentionPatternsHaveLimits() {
        String key = "palyra.connectors.discord.ops.access-mention-patterns";

        assertThat(settings().option(key, "palyra," + "ü".repeat(65)).problem())
                .contains("it must be at most 64 words separated by commas, each of at most 128 bytes");
        assertThat(settings().option(key, "ü".repeat(64)).load().connectors()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/palyra", "/administration", "/ops/admin", "/console-of/observe"})
    void aConsoleMayStandBelowAPath(String path) {
        assertThat(settings()
                        .option("palyra.console.base-path", path)
                        .load()
                        .console()
                        .basePath())
                .hasValue(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/x",
                "jdbc:postgresql://db.example.org:5432/x",
                "jdbc:postgresql://10.0.0.1,[::1]:5433/x",
                "jdbc:postgresql://db/x?currentSchema=palyra&sslmode=verify-full&options=-c%20synchronous_commit=off",
            })
    void aStoreMayBeADatabaseOfAServer(String url) {
        Settings settings = settings().option("palyra.store.url", url).load();

        assertThat(settings.store().url()).isEqualTo(url);
        assertThat(settings.store().isPostgres()).isTrue();
        assertThat(settings.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://me:hunter2@db/x",
                "jdbc:postgresql://me:hun?ter2/@hunter2@db/x",
                "postgres://me:hunter2@db/x",
                "jdbc:postgresql://db/x?password=hunter2",
                "jdbc:postgresql://db/x?ssl=true&PASSWORD=a&hunter2",
                "jdbc:postgresql://db/x?sslpassword=hunter2",
                "jdbc:postgresql://db/x?%70assword=hunter2",
                "jdbc:postgresql://db/x?%70assword=a&user=hunter2",
                "jdbc:postgresql://db/x?password%3Dhunter2",
                "jdbc:postgresql://db/x?sslmode=require&PASS%57ORD%3Dhunter2",
                "jdbc:postgresql://db:x/x?%70assword=hunter2",
                "jdbc:postgresql://db/x;password=hunter2",
                "jdbc:postgresql://db/x%3Fpassword%3Dhunter2",
                "jdbc:postgresql://me:hunter2%40db/x",
                "jdbc:postgresql://me%3Ahunter2%40db/x",
            })
    void aPasswordDoesNotBelongIntoTheUrlAndIsNotShown(String url) {
        assertThat(settings().option("palyra.store.url", url).problem())
                .startsWith("palyra.store.url = \"")
                .contains("is not allowed; it must be jdbc:postgresql://<host>[:<port>]/<database>")
                .doesNotContain("hunter2");
    }

    @Test
    void whatOptionsAreSetToIsNotShownByAnyToString() {
        assertThat(settings()
                        .option("palyra.store.url", "jdbc:postgresql://db/x?sslkey=hunter2")
                        .load()
                        .toString())
                .contains("jdbc:postgresql://db/x?sslkey=…")
                .doesNotContain("hunter2");
    }

    @Test
    void saysWhereAPasswordBelongs() {
        assertThat(settings()
                        .option("palyra.store.url", "jdbc:postgresql://me:hunter2@db/x")
                        .problem())
                .contains("\"jdbc:postgresql://…@db/x\"", "palyra.store.username and palyra.store.password");
        assertThat(settings()
                        .option("palyra.store.url", "jdbc:postgresql://db/x?password=hunter2")
                        .problem())
                .contains(
                        "\"jdbc:postgresql://db/x?password=…\"",
                        "without password: the password is palyra.store.password");
    }

    @Test
    void warnsOfWhatTheOtherDatabaseDoesNotKnow() {
        SettingsUnderTest sources = settings().option("palyra.store.synchronous", "NORMAL");
        assertThat(sources.load().warnings()).isEmpty();
        assertThat(sources.option("palyra.store.url", "jdbc:postgresql://db/x")
                        .load()
                        .warnings())
                .singleElement()
                .asString()
                .contains("palyra.store.synchronous", "options=-c%20synchronous_commit=off to palyra.store.url");

        assertThat(settings().option("palyra.store.username", "me").load().warnings())
                .singleElement()
                .asString()
                .contains("palyra.store.username", "no effect on a SQLite file", "palyra.store.url");
    }

    @Test
    void saysWhichSourceTheValueIsFrom() {
        SettingsUnderTest sources = settings().file(folder, "# first", "", "palyra.http.port = x");
        assertThat(sources.problem())
                .startsWith("palyra.http.port = \"x\" (" + folder.resolve("application.properties") + ":3)");

        assertThat(sources.variable("PALYRA_HTTP_PORT", "y").problem())
                .startsWith("palyra.http.port = \"y\" (environment variable PALYRA_HTTP_PORT)");
    }

    @Test
    void reportsAllProblemsTogetherOnePerLine() {
        SettingsUnderTest sources = settings()
                .file(folder, "palyra.http.prot=1", "palyra.daemon.timeout=soon")
                .variable("PALYRA_OUTBOX_LEASE", "1s")
                .option("palyra.store.url", "jdbc:h2:x")
                .option("palyra.http.host", "0.0.0.0")
                .option("palyra.connectors.echo.a.enabled", "maybe");

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(sources::load)
                .satisfies(refused -> assertThat(refused.getMessage().lines())
                        .containsExactlyElementsOf(refused.problems())
                        .hasSize(6));
    }

    @Test
    void webhooksHaveAPortOfTheirOwn() {
        assertThat(settings().option("palyra.ingress.port", "8080").problem())
                .startsWith("palyra.ingress.port = \"8080\" is the port of palyra.http.port");
        assertThat(settings()
                        .option("palyra.ingress.port", "0")
                        .option("palyra.http.port", "0")
                        .load()
                        .ingress()
                        .port())
                .hasValue(0);
    }

    @Test
    void keepsAProblemOnOneLine() {
        String value = "a\nb" + "c".repeat(5_000);

        assertThat(settings().option("palyra.http.port", value).problem())
                .contains("\"a bccc")
                .hasSizeLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"o ps", "a..b", ".", "a:b", "ä"})
    void refusesInvalidConnectorNames(String name) {
        String key = "palyra.connectors.echo." + name + ".enabled";

        assertThat(settings().option(key, "true").problem())
                .startsWith(key + " (-D" + key + ") has an invalid connector name: ");
    }

    @Test
    void refusesANameThatIsTooLong() {
        String key = "palyra.connectors.echo." + "n".repeat(124) + ".enabled";

        assertThat(settings().option(key, "true").problem()).contains("invalid connector name");
    }

    @Test
    void refusesAPrincipalThatIsTooLong() {
        assertThat(settings()
                        .option("palyra.connectors.echo.a.principal", "p".repeat(129))
                        .problem())
                .contains("one line of at most 128 bytes");
    }
}
