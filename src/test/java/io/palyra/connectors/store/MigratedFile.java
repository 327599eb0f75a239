package io.palyra.connectors.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** A SQLite store as a first start makes it, made once in this process and copied for each test. */
final class MigratedFile {

    private static final Set<Path> MADE = ConcurrentHashMap.newKeySet();

    private MigratedFile() {}

    /** Copies it once, unless there is a file or no folder yet: one that a test has deleted is gone. */
    static Path into(Path file) {
        try {
            if (Files.isDirectory(file.getParent()) && MADE.add(file) && Files.notExists(file)) {
                Files.write(file, Content.BYTES);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not before it is used. */
    private static final class Content {

        static final byte[] BYTES = make();

        private static byte[] make() {
            try {
                Path folder = Files.createTempDirectory("migrated");
                Path file = folder.resolve("store.db");
                SqliteDialect dialect = new SqliteDialect("jdbc:sqlite:" + file, SynchronousMode.OFF);
                try (AutoCloseable place = dialect.claimPlace()) {
                    Migrations.apply(dialect);
                }
                byte[] content = Files.readAllBytes(file);
                try (Stream<Path> made = Files.walk(folder)) {
                    for (Path one : made.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(one);
                    }
                }
                return content;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
