package io.palyra.connectors.ext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder {@code ext/}: its jars, those of the folders in it, and the folder itself, so that {@code ext/kamelets/} is
 * where Kamelets are looked for. They come behind the program's own class path, in a class loader of their own: so the
 * archive of the program's classes stays valid, and no jar replaces what the program is built with.
 *
 * <p>Read once; what is put there later is found after the next start.
 */
public final class Extensions implements AutoCloseable {

    private final ClassLoader loader;
    private final List<String> jars;
    private final List<String> findings;
    private final List<Driver> drivers;

    private Extensions(ClassLoader loader, List<String> jars, List<String> findings, List<Driver> drivers) {
        this.loader = loader;
        this.jars = List.copyOf(jars);
        this.findings = List.copyOf(findings);
        this.drivers = List.copyOf(drivers);
    }

    /**
     * Reads the folder and makes its JDBC drivers known. A folder that does not exist has nothing in it.
     *
     * @param program the class loader of the program itself
     */
    public static Extensions open(Path folder, ClassLoader program) {
        if (!Files.isDirectory(folder)) {
            return new Extensions(program, List.of(), List.of(), List.of());
        }
        List<String> findings = new ArrayList<>();
        List<ExtJar> jars = read(folder, findings);
        findings.addAll(new Overlaps(new OnBoard(program)).of(jars));
        URLClassLoader loader = new URLClassLoader("ext", urls(folder, jars), program);
        List<String> names = jars.stream().map(ExtJar::name).toList();
        return new Extensions(loader, names, findings, DriverBridge.registerThoseOf(loader, findings));
    }

    /** Finds what is in the folder, behind what the program has. */
    public ClassLoader classLoader() {
        return loader;
    }

    /** The jars, as {@code ext/x.jar}. */
    public List<String> jars() {
        return jars;
    }

    /** One line for each jar that is broken, or that is not, or not wholly, used. */
    public List<String> findings() {
        return findings;
    }

    /** For programs that go on without them. */
    @Override
    public void close() throws IOException, SQLException {
        DriverBridge.remove(drivers);
        if (loader instanceof URLClassLoader ours && "ext".equals(ours.getName())) {
            ours.close();
        }
    }

    private static List<ExtJar> read(Path folder, List<String> findings) {
        List<ExtJar> jars = new ArrayList<>();
        for (Path file : files(folder, findings)) {
            String name = folder.getFileName() + "/" + folder.relativize(file);
            try {
                jars.add(ExtJar.read(file, name));
            } catch (IOException e) {
                findings.add(name + " cannot be read as a jar and is left out (" + e.getMessage() + "): copy it anew");
            }
        }
        jars.sort(Comparator.comparing(ExtJar::artifact, Artifact.ORDER).thenComparing(ExtJar::name));
        return jars;
    }

    private static List<Path> files(Path folder, List<String> findings) {
        try (Stream<Path> files =
                Files.find(folder, 2, (path, is) -> path.toString().endsWith(".jar") && !Files.isDirectory(path))) {
            List<Path> sorted = files.sorted().toList();
            sorted.stream()
                    .filter(file -> !Files.isRegularFile(file))
                    .forEach(file -> findings.add(folder.getFileName() + "/" + folder.relativize(file)
                            + " is no file, or a link that leads nowhere, and is left out"));
            return sorted.stream().filter(Files::isRegularFile).toList();
        } catch (IOException | UncheckedIOException e) {
            findings.add(folder + "/ cannot be read, so nothing in it is used: " + e.getMessage());
            return List.of();
        }
    }

    private static URL[] urls(Path folder, List<ExtJar> jars) {
        return Stream.concat(jars.stream().map(ExtJar::file), Stream.of(folder))
                .map(Extensions::url)
                .toArray(URL[]::new);
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a file has a URL", e);
        }
    }
}
