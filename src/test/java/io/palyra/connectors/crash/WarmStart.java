package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * How processes with the test class path start in half the time: folders become jars, and the JVM keeps an archive of
 * the classes that a first process has loaded when it ended.
 */
final class WarmStart {

    private final Path archive;
    private final String classPath;

    private WarmStart(Path archive, String classPath) {
        this.archive = archive;
        this.classPath = classPath;
    }

    static WarmStart in(Path folder) {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            entries.add(
                    Files.isDirectory(Path.of(entry)) ? jar(entry, folder.resolve(entries.size() + ".jar")) : entry);
        }
        return new WarmStart(folder.resolve("classes.jsa"), String.join(File.pathSeparator, entries));
    }

    private static String jar(String folder, Path jar) {
        int exitCode = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", folder, ".");
        assertThat(exitCode).as("jar of %s", folder).isZero();
        return jar.toString();
    }

    /** Options of the JVM. The first process that ends writes the archive, the others read it. */
    List<String> options() {
        String option = Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=";
        return List.of("-Xshare:auto", "-Xlog:disable", option + archive, "-cp", classPath);
    }
}
