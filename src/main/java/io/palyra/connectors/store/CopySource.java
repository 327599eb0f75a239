package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A SQLite store that is copied: no program has it meanwhile, nothing is written to it, and nothing is left beside it. */
final class CopySource implements AutoCloseable {

    private static final String NAME_ANOTHER = "; name the file of a SQLite store, such as data/palyra-connectors.db";

    private final Path file;
    private final List<Path> leftOver;
    private final SqlitePlace place;

    private CopySource(Path file) throws IOException {
        this.file = file;
        this.leftOver = Stream.of(".lock", "-wal", "-shm")
                .map(suffix -> SqlitePlace.beside(file, suffix))
                .filter(path -> !Files.exists(path))
                .toList();
        this.place = take();
    }

    /** @throws StoreStartException where there is no store of this version, or a program has it */
    static CopySource take(Path file) throws IOException {
        refuseOther(file);
        CopySource source = new CopySource(file);
        try {
            source.refuseOtherVersion();
            return source;
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static void refuseOther(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw refused("there is no store " + file + NAME_ANOTHER);
        }
        if (!Files.isRegularFile(file)) {
            throw refused(file + " is no file" + NAME_ANOTHER);
        }
        if (Files.size(file) == 0) {
            throw refused(file + " is empty" + NAME_ANOTHER);
        }
        try (InputStream content = Files.newInputStream(file)) {
            if (!Arrays.equals(content.readNBytes(SqliteHeader.MAGIC.length), SqliteHeader.MAGIC)) {
                throw refused(file + " is no SQLite database" + NAME_ANOTHER);
            }
        }
    }

    private SqlitePlace take() throws IOException {
        try {
            return SqlitePlace.take(file, true, SqliteLibrary::useIfThere);
        } catch (StoreStartException e) {
            removeLeftOver();
            // Not as its cause, which would be told as well
            throw new StoreStartException(
                    String.valueOf(e.getMessage())
                            .replaceFirst("^palyra\\.store\\.url", "FILE")
                            .replace("stop it, or give this one a store of its own", "stop it, and copy then"),
                    null);
        } catch (IOException e) {
            removeLeftOver();
            throw e;
        }
    }

    private void refuseOtherVersion() {
        StoredVersion version = version();
        if (version.stored() == null) {
            throw refused(file + " holds no store of this program" + NAME_ANOTHER);
        }
        if (version.newer()) {
            throw refused(
                    file + " has the schema " + version.stored() + " of a newer version of this program, which knows "
                            + version.own() + "; copy it with that version");
        }
        if (!version.own().equals(version.stored())) {
            throw refused(file + " has the schema " + version.stored()
                    + " of an older version of this program, whose own is " + version.own()
                    + "; start this one on it once, then copy it");
        }
    }

    private StoredVersion version() {
        try {
            return new SqliteFile(file).version();
        } catch (StoreUnavailableException e) {
            if (Migrations.told(e).filter(SqliteDialect::isLocked).isPresent()) {
                throw refused(file + " is locked; " + SqliteDialect.endOther(file) + ", and copy then");
            }
            throw refused(file + " cannot be read: " + e.getMessage()
                    + "; see what store check --full says of it, and copy a backup of it");
        }
    }

    Connection connection() throws SQLException {
        return new SqliteFile(file).connection();
    }

    private static StoreStartException refused(String sentence) {
        return new StoreStartException("FILE: " + sentence, null);
    }

    /** Before the lock is given back. */
    private void removeLeftOver() throws IOException {
        for (Path path : leftOver) {
            Files.deleteIfExists(path);
        }
    }

    @Override
    public void close() throws IOException {
        try (place) {
            removeLeftOver();
        }
    }
}
