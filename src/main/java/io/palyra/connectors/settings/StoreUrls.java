package io.palyra.connectors.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which places of a store may be named. */
final class StoreUrls {

    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** What people write who know it from elsewhere. */
    private static final Pattern NEARLY_POSTGRESQL = Pattern.compile("(jdbc:)?(postgres(ql)?|pgsql|pg):.*");

    /** Several hosts stand apart by commas. */
    private static final Pattern HOSTS_AND_DATABASE = Pattern.compile("//[^/?@]+/[^/?]+(\\?.*)?");

    private static final Pattern SECRET =
            Pattern.compile("//[^/?]*@|[?&](password|sslpassword)=", Pattern.CASE_INSENSITIVE);

    private static final Pattern USER = Pattern.compile("[?&]user=");

    private static final String POSTGRESQL_FORM = "jdbc:postgresql://host:5432/database";

    private StoreUrls() {}

    static String parse(String url) {
        if (SECRET.matcher(url).find()) {
            throw new SecretInValueException(
                    "without a user and a password: they go into palyra.store.username and palyra.store.password, the latter"
                            + " as a reference such as {{env:STORE_PASSWORD}}");
        }
        if (url.startsWith(POSTGRESQL)) {
            return parsePostgres(url);
        }
        if (NEARLY_POSTGRESQL.matcher(url.toLowerCase(Locale.ROOT)).matches()) {
            throw new IllegalArgumentException("of the form " + POSTGRESQL_FORM + " for PostgreSQL");
        }
        return parseSqlite(url);
    }

    private static String parsePostgres(String url) {
        if (!HOSTS_AND_DATABASE.matcher(url.substring(POSTGRESQL.length())).matches()) {
            throw new IllegalArgumentException("of the form " + POSTGRESQL_FORM
                    + ", several hosts with commas between them, options of the driver after a ?");
        }
        if (USER.matcher(url).find()) {
            throw new IllegalArgumentException("without a user, who goes into palyra.store.username");
        }
        return url;
    }

    private static String parseSqlite(String url) {
        String file = url.startsWith(SQLITE) ? url.substring(SQLITE.length()) : "";
        if (file.isBlank()) {
            throw new IllegalArgumentException("jdbc:sqlite:<file> or " + POSTGRESQL_FORM);
        }
        if (file.startsWith(":")) {
            throw new IllegalArgumentException(
                    "jdbc:sqlite:<file>: a file; in memory nothing would outlast the program");
        }
        if (file.startsWith("file:")) {
            throw new IllegalArgumentException("jdbc:sqlite:<file>: the path of a file, without file:");
        }
        if (file.contains("?")) {
            throw new IllegalArgumentException(
                    "jdbc:sqlite:<file>: no parameters, and no ? in the file's name; what can be"
                            + " chosen about SQLite is palyra.store.synchronous");
        }
        if (file.endsWith("/")) {
            throw new IllegalArgumentException("jdbc:sqlite:<file>: a file, not a folder");
        }
        return url;
    }
}
