package io.palyra.connectors.ext;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles sources into a jar, as somebody does who writes one for {@code ext/}. */
public final class JarMaker {

    private JarMaker() {}

    /**
     * Makes the jar.
     *
     * @param classPath what javac needs
     * @param sources Java by the path of its file, such as {@code acme/Stamp.java}
     * @param resources text by its path in the jar
     */
    public static Path make(Path jar, String classPath, Map<String, String> sources, Map<String, String> resources)
            throws IOException {
        Path work = Files.createTempDirectory(
                Files.createDirectories(jar.getParent()).getParent(), "jar");
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "--release",
                "17",
                "-cp",
                classPath,
                "-d",
                work.resolve("classes").toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        if (!sources.isEmpty()) {
            assertThat(ToolProvider.getSystemJavaCompiler()
                            .run(null, OutputStream.nullOutputStream(), null, arguments.toArray(String[]::new)))
                    .as("javac's exit code")
                    .isZero();
        }
        Path classes = Files.createDirectories(work.resolve("classes"));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                put(out, classes.relativize(file).toString(), Files.readAllBytes(file));
            }
            for (Map.Entry<String, String> resource : resources.entrySet()) {
                put(out, resource.getKey(), resource.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }
}
