package io.palyra.connectors.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite says of a file that it cannot have written so, and what an operator does about it. */
final class SqliteDamage {

    static final String BEGINNING = "its beginning is not SQLite's";

    private static final String WAY_OUT =
            ": nothing is accepted or sent until a start finds it sound. With the program stopped, see by \"palyra-connectors"
                    + " store check --full\" whether it is, as a disk that cannot be read for a moment looks the same. If it is"
                    + " not, move the file, its -wal and its -shm away, put the latest copy of \"store backup\" there, and"
                    + " start";

    /** The system tells once that it could not bring a page to the disk, and takes it for written from then on. */
    private static final Set<SQLiteErrorCode> NOT_SYNCED =
            Set.of(SQLiteErrorCode.SQLITE_IOERR_FSYNC, SQLiteErrorCode.SQLITE_IOERR_DIR_FSYNC);

    private SqliteDamage() {}

    /** A sentence; empty where a failure has another cause. */
    static Optional<String> of(Path file, SQLException failure) {
        if (isNotSynced(failure)) {
            return Optional.of("the disk of " + file + " has not taken what was written (" + name(failure)
                    + "), and may hold something else than this program reads: nothing is accepted or sent until it is started"
                    + " again. See that the disk is sound and has room, then start it: it reads the whole store before anything"
                    + " else, and writes anew what is in its log");
        }
        return isDamage(failure) ? Optional.of(sentence(file, name(failure))) : Optional.empty();
    }

    static boolean isNotSynced(@Nullable Throwable failure) {
        return failure instanceof SQLiteException told && NOT_SYNCED.contains(told.getResultCode());
    }

    /** By the first byte of SQLite's code; what stands behind it only says where the damage was found. */
    static boolean isDamage(SQLException failure) {
        return failure.getErrorCode() == SQLiteErrorCode.SQLITE_CORRUPT.code || isNoDatabase(failure);
    }

    private static boolean isNoDatabase(SQLException failure) {
        return failure.getErrorCode() == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    private static String name(SQLException failure) {
        String code =
                failure instanceof SQLiteException told ? told.getResultCode().name() : Statements.sentence(failure);
        return isNoDatabase(failure) ? code + ", " + BEGINNING : code;
    }

    /** @param found what was found in it */
    static String sentence(Path file, String found) {
        return file + " is damaged (" + found + ")" + WAY_OUT;
    }
}
