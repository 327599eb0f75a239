package io.palyra.connectors.ext;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * One jar of the folder.
 *
 * @param name its path as an operator would write it, such as {@code ext/mail/angus-mail-2.0.4.jar}
 * @param classes the paths of its classes in it
 */
record ExtJar(Path file, String name, Artifact artifact, List<String> classes) {

    private static final String CLASS = ".class";

    ExtJar {
        classes = List.copyOf(classes);
    }

    /** @throws IOException where it is no jar, or cannot be read */
    static ExtJar read(Path file, String name) throws IOException {
        // Signatures are the JVM's to check
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            List<String> classes = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(ExtJar::isClass)
                    .sorted()
                    .toList();
            return new ExtJar(file, name, Artifact.of(String.valueOf(file.getFileName())), classes);
        }
    }

    private static boolean isClass(String entry) {
        return entry.endsWith(CLASS)
                && !entry.startsWith("META-INF/")
                && !entry.endsWith("module-info.class")
                && !entry.endsWith("package-info.class");
    }

    /** As it is written in Java. */
    static String className(String path) {
        return path.substring(0, path.length() - CLASS.length()).replace('/', '.');
    }
}
