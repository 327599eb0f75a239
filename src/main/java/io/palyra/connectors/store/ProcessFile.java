package io.palyra.connectors.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a start that the process which had its node's name before has ended, where that ran on this machine: then nobody has to
 * wait for the end of its lease. A process has the lock of the file for as long as it lives, whatever becomes of its connections,
 * and writes into it which node it is.
 */
final class ProcessFile implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessFile.class);

    /** Nobody else can make believe that a process has ended. */
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /** The file takes short numbers only. */
    private static final long TIME_DIVISOR = 1_000_000_000;

    private static final int NUMBERS = 2;

    /**
     * A node, as the file knows it.
     *
     * @param number of its id
     * @param started the last digits of when that was
     */
    record Start(int number, int started) {

        static Start of(int number, long startedAtUnixMs) {
            return new Start(number, (int) (startedAtUnixMs % TIME_DIVISOR));
        }
    }

    private final LockFile file;

    private ProcessFile(LockFile file) {
        this.file = file;
    }

    /**
     * The file of a node's name.
     *
     * @param place the database and the schema
     * @return empty where a process has it that still runs, and where this machine cannot keep such a file
     */
    static Optional<ProcessFile> take(String place, String name) {
        UUID id = UUID.nameUUIDFromBytes((place + "\n" + name).getBytes(StandardCharsets.UTF_8));
        try {
            Path folder = Path.of(System.getProperty("java.io.tmpdir"), "palyra-" + System.getProperty("user.name"));
            return isOurs(folder)
                    ? LockFile.take(folder.resolve("node-" + id + ".lock")).map(ProcessFile::new)
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("It is not known whether the process before has ended: {}", e.toString());
            return Optional.empty();
        }
    }

    private static boolean isOurs(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            return true;
        } catch (FileAlreadyExistsException e) {
            PosixFileAttributes found =
                    Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isDirectory()
                    && found.permissions().equals(OWNER_ONLY)
                    && found.owner().getName().equals(System.getProperty("user.name"));
        }
    }

    /** Which node the process was that had the file before this one, and has ended. */
    Optional<Start> ended() throws IOException {
        List<Integer> numbers = file.numbers();
        return numbers.size() == NUMBERS ? Optional.of(new Start(numbers.get(0), numbers.get(1))) : Optional.empty();
    }

    /** Which node this process is from now on. */
    void write(Start start) throws IOException {
        file.write(List.of(start.number(), start.started()));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
