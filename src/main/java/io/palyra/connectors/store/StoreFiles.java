package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Check and backup of the store of a program that runs or stands still. Neither changes the store nor waits for the
 * program's lock. Thread safe.
 */
public final class StoreFiles {

    private static final String IN_PROGRESS = ".tmp";
    private static final String WRITE_AHEAD_LOG = "-wal";
    private static final Pattern CURRENT_SCHEMA = Pattern.compile("[?&]currentSchema=([^&,]+)");

    private final Path file;

    private StoreFiles(Path file) {
        this.file = file;
    }

    /**
     * The file behind a URL.
     *
     * @throws StoreStartException where it is not a SQLite store that exists, with the way out
     */
    public static StoreFiles at(String url) {
        if (!url.startsWith(SqliteDialect.URL_PREFIX)) {
            throw new StoreStartException(
                    "palyra.store.url: the store is no file; back it up with the server's own tools, such as"
                            + " pg_dump --format=custom --file=FILE --username=ROLE" + schema(url) + " "
                            + connection(url)
                            + ", and restore it with pg_restore",
                    null);
        }
        Path file = SqliteDialect.path(url.substring(SqliteDialect.URL_PREFIX.length()))
                .toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw new StoreStartException(
                    "palyra.store.url: there is no store " + file + "; start in the folder of the program's settings",
                    null);
        }
        if (!Files.isReadable(file)) {
            throw new StoreStartException(
                    "palyra.store.url: " + file + " is not readable for this user; use the user of the program", null);
        }
        SqliteLibrary.useIfThere(file.resolveSibling(SqliteLibrary.FOLDER));
        return new StoreFiles(file);
    }

    /** As the server's tools take it. */
    private static String connection(String url) {
        return url.replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "");
    }

    private static String schema(String url) {
        Matcher schema = CURRENT_SCHEMA.matcher(url);
        return schema.find() ? " --schema=" + schema.group(1) : "";
    }

    public Path file() {
        return file;
    }

    /** @param full also compares every index with its table, which takes several times as long */
    public FileReport check(boolean full) throws IOException {
        return new SqliteFile(file).report(full);
    }

    /** Where a backup grows until it is complete. */
    public static Path inProgress(Path target) {
        return Path.of(target + IN_PROGRESS);
    }

    /**
     * Writes a consistent snapshot beside the target, verifies it, brings it to the disk and then renames it, so that the
     * target is a complete backup or what it was before. The writer is not stalled: SQLite reads the snapshot while the
     * write-ahead log takes what comes meanwhile.
     *
     * @param replace whether an existing target may be replaced
     * @throws FileAlreadyExistsException where the target exists and may not
     * @throws StoreStartException where the target cannot be one
     * @throws StoreUnavailableException where the snapshot could not be read or written, or is damaged
     */
    public StoreCopy backup(Path target, boolean replace) throws IOException {
        Path place = target.toAbsolutePath();
        refuseBadPlace(place, replace);
        Path growing = inProgress(place);
        Files.deleteIfExists(growing);
        try {
            createPrivate(growing);
            new SqliteFile(file).copyTo(growing);
            new SqliteFile(growing).forgetNumber();
            StoreCopy copy = verified(growing, place);
            try (FileChannel channel = FileChannel.open(growing, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(growing, place, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(place);
            return copy;
        } finally {
            Files.deleteIfExists(growing);
        }
    }

    private void refuseBadPlace(Path place, boolean replace) throws IOException {
        Path folder = place.getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new StoreStartException("FILE: the folder " + folder + " does not exist or is not writable", null);
        }
        if (Files.exists(place) && Files.isSameFile(place, file)) {
            throw new StoreStartException("FILE: " + place + " is the store itself; name another file", null);
        }
        if (Files.exists(place) && !Files.isRegularFile(place)) {
            throw new StoreStartException("FILE: " + place + " is no file; name a file", null);
        }
        if (Files.exists(Path.of(place + WRITE_AHEAD_LOG))) {
            // SQLite would take it for the backup's own and apply it
            throw new StoreStartException(
                    "FILE: " + place + WRITE_AHEAD_LOG + " exists, the file is in use; name another file", null);
        }
        if (!replace && Files.exists(place)) {
            throw new FileAlreadyExistsException(place.toString());
        }
    }

    /** Messages are in it: for its user alone, where the file system knows users. */
    private static void createPrivate(Path file) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    private static StoreCopy verified(Path growing, Path place) throws IOException {
        SqliteFile copy = new SqliteFile(growing);
        List<String> damage = copy.damage(true);
        StoredVersion version = copy.version();
        String stored = version.stored();
        if (!damage.isEmpty() || stored == null) {
            throw new StoreUnavailableException(
                    "the backup is not sound and was discarded: "
                            + (damage.isEmpty() ? version.problem() : damage.get(0))
                            + "; see: store check --full",
                    null);
        }
        return new StoreCopy(place.toString(), stored, Files.size(growing), copy.tables());
    }

    /** A rename survives a power loss once its folder is on the disk. */
    private static void syncFolder(Path place) throws IOException {
        Path folder = place.getParent();
        if (folder != null
                && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
