package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a SQLite store, taken for this process: whether they belong together, and whether they are still the ones
 * that were opened. Each start writes a number of its own into the store's header ({@code user_version}) and beside it into
 * the lock file; a backup has 0 there.
 *
 * <p>The store's own file is opened here once, before SQLite opens it, and closed after: whoever closes a file gives up all
 * locks that his process has on it, SQLite's included.
 */
final class SqlitePlace implements Closeable {

    private static final int NUMBER_MIN = 1_000;
    private static final int NUMBER_MAX = 1_000_000_000;

    /** A byte far behind any that the file has or SQLite locks. */
    private static final long OWN_BYTE = Long.MAX_VALUE - 1;

    private static final String WAY_OUT =
            ": nothing more is accepted or sent. Stop the program, put the file or a backup"
                    + " there, without a -wal and -shm that belong to another file, and start it again";

    private static final String START_AGAIN =
            ": nothing more is accepted or sent. It is put back from what is still open of it. Stop the program, and start it"
                    + " again";

    private static final Logger LOG = LoggerFactory.getLogger(SqlitePlace.class);

    private final Path file;
    private final Path log;
    private final Path index;
    private final Path lockPath;
    private final DamageMark mark;
    private final FileChannel content;
    private final SqliteHeader header;
    private final int number = NUMBER_MIN + new SecureRandom().nextInt(NUMBER_MAX - NUMBER_MIN);
    private final Map<Path, Object> opened = new ConcurrentHashMap<>();
    private volatile List<Integer> accepted;
    private volatile boolean numbered;
    private long sizeSeen;
    private @Nullable SqliteLog openLog;
    private LockFile lock;
    private @Nullable FileLock ownLock;

    private SqlitePlace(Path file, LockFile lock) throws IOException {
        this.file = file;
        this.log = beside(file, "-wal");
        this.index = beside(file, "-shm");
        this.lockPath = beside(file, ".lock");
        this.mark = new DamageMark(file);
        this.lock = lock;
        this.accepted = lock.numbers();
        refuseLogWithoutFile();
        this.content =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.header = new SqliteHeader(content);
        remember(file);
    }

    /**
     * Takes the place; creates the file where there is none.
     *
     * @param synced whether each commit was on the disk before the next one began, also where the power went
     * @param library makes SQLite's library ready in a folder beside the file
     * @throws StoreStartException where another process has it, or the log beside the file is another one's
     */
    static SqlitePlace take(Path file, boolean synced, Consumer<Path> library) throws IOException {
        LockFile lock = LockFile.take(beside(file, ".lock"))
                .orElseThrow(() -> new StoreStartException(
                        "palyra.store.url: another process has the store " + file
                                + " open; stop it, or give this one a store of its own",
                        null));
        SqlitePlace place = null;
        try {
            library.accept(file.resolveSibling(SqliteLibrary.FOLDER));
            place = new SqlitePlace(file, lock);
            if (!place.lockContent()) {
                throw new StoreStartException("palyra.store.url: " + place.otherName(), null);
            }
            if (synced) {
                place.refuseDamagedLog();
            }
            place.refuseForeignLog();
            place.mark.check();
            return place;
        } catch (StoreStartException | IOException e) {
            (place == null ? lock : place).close();
            throw e;
        }
    }

    /**
     * Takes the file whatever its name is. SQLite gives the lock up where it closes its last connection, and Java does not hear
     * of it, so it is taken anew with the next one.
     *
     * @return false where another process has it
     */
    private boolean lockContent() throws IOException {
        try {
            if (ownLock != null) {
                ownLock.release();
            }
            ownLock = content.tryLock(OWN_BYTE, 1, false);
            return ownLock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private String otherName() {
        return "another process has the store " + file
                + " open under another name (a hard link); stop it, or give this one a store of its own";
    }

    /** The file itself, where the path is a link to it: SQLite has its log beside the file, and one lock holds for both names. */
    static Path real(Path file) {
        try {
            return Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
        } catch (IOException e) {
            // What it leads to is not there
            return file.toAbsolutePath();
        }
    }

    static Path beside(Path file, String suffix) {
        return Path.of(file + suffix);
    }

    /** SQLite deletes such a log, and what was accepted last with it. */
    private void refuseLogWithoutFile() throws IOException {
        if (size(log) > 0 && size(file) == 0) {
            throw new StoreStartException(
                    "palyra.store.url: " + file + " is missing or empty, and its log " + log
                            + " is still there: put the file back; or, to begin with an empty store, move " + log
                            + " and "
                            + index + " away",
                    null);
        }
    }

    /** SQLite reads it up to the damage, and takes that for all there is. */
    private void refuseDamagedLog() throws IOException {
        Optional<String> damage = SqliteLogFrames.damage(log);
        if (damage.isPresent()) {
            throw new StoreStartException("palyra.store.url: " + SqliteDamage.sentence(file, damage.get()), null);
        }
    }

    /** SQLite applies any log that it finds beside a file. */
    private void refuseForeignLog() throws IOException {
        if (size(log) == 0) {
            return;
        }
        int ofFile = header.number();
        if (ofFile == SqliteHeader.NO_NUMBER && size(file) > 0) {
            throw new StoreStartException(
                    "palyra.store.url: " + SqliteDamage.sentence(file, SqliteDamage.BEGINNING), null);
        }
        int ofBoth = numberWithLog(ofFile);
        boolean otherFile = !accepted.isEmpty() && !accepted.contains(ofFile);
        boolean otherLog = ofBoth != ofFile
                && !(accepted.contains(ofFile) && accepted.contains(ofBoth))
                && Math.max(ofFile, ofBoth) >= NUMBER_MIN;
        if (otherFile || otherLog) {
            throw new StoreStartException(
                    "palyra.store.url: " + log + " is not the log of " + file
                            + ", as a backup was put in the place of another file; it would destroy the store. To go on with "
                            + file + " as it is, move " + log + " and " + index
                            + " away; to go back, put the old file there again",
                    null);
        }
    }

    /** A connection that writes would change how the file is written, and bring its log into it. */
    void refuseOthers() throws IOException {
        if (size(file) == 0) {
            return;
        }
        boolean isOthers;
        try {
            isOthers = new SqliteFile(file).isOthers();
        } catch (StoreUnavailableException e) {
            // Whoever opens it for writing says what is wrong
            return;
        }
        if (isOthers) {
            throw new StoreStartException(
                    "palyra.store.url: " + file + ": " + Migrations.OTHERS + "; name another file", null);
        }
    }

    private int numberWithLog(int unknown) {
        try {
            return new SqliteFile(file).number();
        } catch (StoreUnavailableException e) {
            // Whoever opens it for writing says what is wrong
            return unknown;
        }
    }

    /** Writes this start's number, at the first connection that writes; remembers which files were opened. */
    synchronized void opened(Connection writer) throws SQLException, IOException {
        if (!numbered) {
            int before = header.number();
            lock.write(List.of(Math.max(0, before), number));
            try (Statement statement = writer.createStatement()) {
                statement.execute(numbering());
                statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
            }
            // A program that reads the store at this moment holds the checkpoint up
            accepted = header.number() == number ? List.of(number) : List.of(before, number);
            lock.write(accepted.stream().map(it -> Math.max(0, it)).toList());
            remember(lockPath);
            numbered = true;
        }
        if (openLog == null || isReplaced(log) || isReplaced(index)) {
            SqliteLog before = openLog;
            openLog = new SqliteLog(log, index);
            if (before != null) {
                before.close();
            }
        }
        if (!lockContent()) {
            throw new IOException(otherName());
        }
        remember(log);
        remember(index);
        sizeSeen = content.size();
    }

    private boolean isReplaced(Path path) {
        return !Objects.equals(opened.get(path), key(path));
    }

    private void remember(Path path) {
        Object key = key(path);
        if (key != null) {
            opened.put(path, key);
        }
    }

    /** The smallest write there is; it puts the number into the log, too. */
    String numbering() {
        return "PRAGMA user_version = " + number;
    }

    /** Whether the store's file is still the one that was opened; for every commit. */
    boolean isInPlace() {
        Object before = opened.get(file);
        return (before == null || before.equals(key(file))) && hasOwnNumber() && isLogWhole();
    }

    /** Whether the log still bears its name, which SQLite itself takes away with its last connection. */
    boolean isLogInPlace() {
        return !opened.containsKey(log) || !isReplaced(log);
    }

    /** 0 where that cannot be read; {@link #isInPlace} says so. */
    long framesInLog() {
        try {
            SqliteLog current = openLog;
            return current == null ? 0 : current.frames();
        } catch (IOException e) {
            return 0;
        }
    }

    private boolean isLogWhole() {
        try {
            SqliteLog current = openLog;
            return current == null || current.isWhole();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether something else than SQLite has made the file shorter: SQLite says so in the header first. While SQLite moves
     * its log into the file, the header is ahead of a file that grows.
     */
    private boolean isCut() throws IOException {
        long before = sizeSeen;
        sizeSeen = content.size();
        if (sizeSeen >= before) {
            return false;
        }
        return header.bytes() > sizeSeen;
    }

    private boolean hasOwnNumber() {
        try {
            return !numbered || accepted.contains(header.number());
        } catch (IOException e) {
            return false;
        }
    }

    /** What has happened to the files since they were opened, and what to do; empty where nothing has. */
    synchronized Optional<String> harm() throws IOException {
        for (Path path : List.of(file, log, index)) {
            Object before = opened.get(path);
            Object now = key(path);
            if (before != null && !before.equals(now)) {
                return Optional.of(path + (now == null ? " was deleted or moved away" : " was replaced by another file")
                        + " while the program ran" + (now == null && path.equals(log) ? START_AGAIN : WAY_OUT));
            }
        }
        if (!hasOwnNumber()) {
            return Optional.of(file + " was overwritten while the program ran" + WAY_OUT);
        }
        if (isCut()) {
            return Optional.of(file + " was cut short while the program ran" + WAY_OUT);
        }
        if (!isLogWhole()) {
            return Optional.of(log + " was overwritten or cut short while the program ran" + WAY_OUT);
        }
        return lockTaken()
                ? Optional.empty()
                : Optional.of(
                        lockPath + " was deleted while the program ran, and another process has the store" + WAY_OUT);
    }

    /** Has the next start look for itself whether it is. */
    void damaged(String harm) {
        mark.set(harm);
        putLogBack();
    }

    /** One that was deleted is still open here, and the next start finds in it what was accepted last. */
    private void putLogBack() {
        SqliteLog current = openLog;
        if (current == null || isReplaced(file) || !hasOwnNumber() || Files.exists(log)) {
            return;
        }
        try {
            current.copyTo(log);
            LOG.warn("{} was put back from what was still open of it: the next start goes on from there", log);
        } catch (IOException e) {
            LOG.warn("{} could not be put back: {}", log, e.toString());
        }
    }

    /** A lock file that was deleted keeps nobody out: it is taken anew. */
    private boolean lockTaken() throws IOException {
        Object before = opened.get(lockPath);
        if (before == null || before.equals(key(lockPath))) {
            return true;
        }
        Optional<LockFile> again = LockFile.take(lockPath);
        if (again.isEmpty()) {
            return false;
        }
        lock.close();
        lock = again.get();
        lock.write(accepted.stream().map(it -> Math.max(0, it)).toList());
        opened.put(lockPath, Objects.requireNonNull(key(lockPath)));
        return true;
    }

    /** What distinguishes a file from another under the same name; null where there is none, or the system does not tell. */
    private static @Nullable Object key(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private static long size(Path path) throws IOException {
        try {
            return Files.size(path);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        try (LockFile last = lock;
                SqliteLog next = openLog) {
            content.close();
        }
    }
}
