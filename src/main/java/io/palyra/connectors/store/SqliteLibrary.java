package io.palyra.connectors.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's machine code, in one file beside the store. Left to itself the driver copies it out of its jar at each start,
 * into the folder of temporary files, where a killed process leaves it.
 */
final class SqliteLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

    /** The driver looks there first; where the library cannot be loaded from there, it makes its own copy. */
    private static final String PLACE = "org.sqlite.lib.path";

    /** Where it is, beside the store. */
    static final String FOLDER = ".sqlite";

    private SqliteLibrary() {}

    /** Puts the library there if it is not yet, and has the driver use it. To be called by the holder of the store's lock. */
    static void prepare(Path folder) {
        if (System.getProperty(PLACE) != null) {
            return;
        }
        try {
            Optional<byte[]> library = ofJar();
            if (library.isPresent()) {
                Files.createDirectories(folder);
                removeOthers(folder, LibraryLoaderUtil.getNativeLibName());
                put(library.get(), folder.resolve(LibraryLoaderUtil.getNativeLibName()));
                System.setProperty(PLACE, folder.toString());
            }
        } catch (IOException e) {
            LOG.debug("SQLite's library is not kept in {}: {}", folder, e.toString());
        }
    }

    /** Has the driver use the library if it is there; writes nothing. */
    static void useIfThere(Path folder) {
        if (System.getProperty(PLACE) != null) {
            return;
        }
        try {
            Optional<byte[]> library = ofJar();
            if (library.isPresent() && isSame(library.get(), folder.resolve(LibraryLoaderUtil.getNativeLibName()))) {
                System.setProperty(PLACE, folder.toString());
            }
        } catch (IOException e) {
            LOG.debug("SQLite's library in {} is not used: {}", folder, e.toString());
        }
    }

    private static Optional<byte[]> ofJar() throws IOException {
        String name = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(name)) {
            return library == null ? Optional.empty() : Optional.of(library.readAllBytes());
        }
    }

    /** Another version is replaced; a process that still uses it keeps it. */
    private static void put(byte[] library, Path target) throws IOException {
        if (isSame(library, target)) {
            return;
        }
        Path growing = Path.of(target + ".tmp");
        Files.write(growing, library);
        Files.move(growing, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void removeOthers(Path folder, String name) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!file.endsWith(name)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isSame(byte[] library, Path file) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == library.length
                && Arrays.equals(Files.readAllBytes(file), library);
    }
}
