package io.palyra.connectors.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.util.AntPathMatcher;

/** The files of a folder whose names match, with their contents. Links are followed, that of the folder itself too. */
public final class RouteFiles {

    /** Bytes of a file that is still taken for one of routes. */
    private static final long FILE_BYTES_MAX = 16 * 1024 * 1024;

    /** Those of the distribution: to be copied from, so nobody expects them to run. */
    private static final String EXAMPLES = "examples";

    private final Path folder;
    private final Path absolute;
    private final String[] patterns;

    /** @param pattern one or more Ant patterns of file names, by commas */
    public RouteFiles(String folder, String pattern) {
        this.folder = Path.of(folder);
        this.absolute = this.folder.toAbsolutePath().normalize();
        this.patterns = pattern.split("\\s*,\\s*");
    }

    /**
     * What the folder has, by absolute path.
     *
     * @param texts one character for each byte
     * @param unreadable files that are there and cannot be read, each with the reason
     */
    public record Contents(SortedMap<Path, String> texts, SortedMap<Path, String> unreadable) {

        public Contents {
            texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
            unreadable = Collections.unmodifiableSortedMap(new TreeMap<>(unreadable));
        }

        /** The message with references of the files in the place of what they stand for. */
        public String withoutSecrets(CamelContext context, String message) {
            return HiddenValues.in(context, String.join("\n", texts.values()), message);
        }

        /** @throws BrokenRoutesException for a file that is there and cannot be read: a start without it is none */
        public void refuseWhatCannotBeRead() {
            unreadable.entrySet().stream()
                    .filter(file -> Files.exists(file.getKey()) && !Files.isReadable(file.getKey()))
                    .findFirst()
                    .ifPresent(file -> {
                        throw new BrokenRoutesException(
                                RouteErrors.inFile(file.getKey(), file.getValue())
                                        + "; correct its permissions, or take it out of the folder of routes",
                                file.getKey());
                    });
        }

        /** @throws BrokenRoutesException for what Camel would pass over without a word */
        public void refuseWhatIsPassedOver() {
            texts.entrySet().stream()
                    .map(file -> new RouteFile("file:" + file.getKey(), file.getKey(), file.getValue()))
                    .map(RouteFile::complaint)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(complaint -> {
                        throw complaint;
                    });
        }
    }

    /** @throws IOException where the folder cannot be read at present, or changes meanwhile: nothing is known then */
    public Contents read() throws IOException {
        SortedMap<Path, String> texts = new TreeMap<>();
        SortedMap<Path, String> unreadable = new TreeMap<>();
        try (Stream<Path> files = Files.list(absolute)) {
            for (Path file : (Iterable<Path>) files.filter(this::isRouteFile)::iterator) {
                read(file, texts, unreadable);
            }
        }
        return new Contents(texts, unreadable);
    }

    private static void read(Path file, Map<Path, String> texts, Map<Path, String> unreadable) throws IOException {
        try {
            if (!Files.exists(file)) {
                unreadable.put(file, "it is a link that leads nowhere");
            } else if (Files.size(file) > FILE_BYTES_MAX) {
                unreadable.put(file, "it is larger than 16 MiB");
            } else {
                // Compared, not shown: any bytes will do
                texts.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (NoSuchFileException gone) {
            throw gone;
        } catch (IOException e) {
            unreadable.put(file, reason(e));
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof AccessDeniedException
                ? "this program's user may not read it"
                : RouteErrors.describe(failure);
    }

    /** One of them with what was read from it; its location is written as the folder is in the settings. */
    RouteFile file(Path file, String content) {
        return new RouteFile("file:" + folder.resolve(file.getFileName()), file, content);
    }

    /** Files that look like routes and are not loaded, each with the reason; by name, in the folder or one level below. */
    SortedMap<String, String> ignored() throws IOException {
        SortedMap<String, String> reasons = new TreeMap<>();
        try (Stream<Path> files = Files.list(absolute)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (Files.isDirectory(file)) {
                    if (!isHidden(name) && !name.equals(EXAMPLES) && hasRoutes(file)) {
                        reasons.put(name + "/", "the files of a folder in the folder of routes are not loaded");
                    } else if (matches(name)) {
                        reasons.put(name, "it is a folder");
                    }
                } else if (looksLikeRoutes(name) && Files.exists(file) && !Files.isRegularFile(file)) {
                    reasons.put(name, "it is no file");
                } else if (looksLikeRoutes(name) && !matches(name)) {
                    reasons.put(name, "only files named " + String.join(", ", patterns) + " are loaded");
                }
            }
        }
        return reasons;
    }

    private static boolean hasRoutes(Path subfolder) throws IOException {
        try (Stream<Path> files = Files.list(subfolder)) {
            return files.map(file -> file.getFileName().toString()).anyMatch(RouteFiles::looksLikeRoutes);
        } catch (AccessDeniedException e) {
            return false;
        }
    }

    private static boolean looksLikeRoutes(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !isHidden(name)
                && Stream.of(".yaml", ".yml", ".xml", ".java", ".groovy").anyMatch(lower::endsWith);
    }

    /** Editors and Kubernetes keep such beside the real ones. */
    private static boolean isHidden(String name) {
        return name.startsWith(".");
    }

    private boolean isRouteFile(Path file) {
        String name = file.getFileName().toString();
        return matches(name) && (Files.isRegularFile(file) || Files.isSymbolicLink(file) && !Files.exists(file));
    }

    private boolean matches(String name) {
        return !isHidden(name) && Stream.of(patterns).anyMatch(pattern -> AntPathMatcher.INSTANCE.match(pattern, name));
    }
}
