package io.palyra.connectors;

import io.palyra.connectors.ext.JarMaker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A project outside this repository that has the routes and tests of the page "Test your routes". */
final class ScratchProject {

    private static final String PAGE = "src/main/docs/testing-routes.md";
    private static final Pattern ROUTES = Pattern.compile("```yaml\n# (routes/\\S+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TESTS = Pattern.compile("```java\n(class (\\w+) .*?)```", Pattern.DOTALL);

    /** What camel-test-junit5 brings, and what runs tests. */
    private static final Pattern TEST_LIBRARIES = Pattern.compile("(camel|junit|opentest4j|apiguardian)-.*\\.jar");

    /** What the page says about imports. */
    private static final String IMPORTS = """
            package acme;
            import io.palyra.connectors.test.*;
            import org.junit.jupiter.api.Test;
            import org.junit.jupiter.api.extension.RegisterExtension;
            """;

    private static final String RUNNER = """
            package acme;
            import java.io.PrintWriter;
            import org.junit.platform.engine.discovery.DiscoverySelectors;
            import org.junit.platform.launcher.core.*;
            import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
            public class Runner {
                public static void main(String[] tests) {
                    var request = LauncherDiscoveryRequestBuilder.request();
                    for (String test : tests) {
                        request.selectors(DiscoverySelectors.selectClass(test));
                    }
                    var seen = new SummaryGeneratingListener();
                    LauncherFactory.create().execute(request.build(), seen);
                    seen.getSummary().printFailuresTo(new PrintWriter(System.out));
                    System.out.println("succeeded: " + seen.getSummary().getTestsSucceededCount());
                    System.out.println("failed: " + seen.getSummary().getTotalFailureCount());
                    System.exit(0);
                }
            }
            """;

    private final Path folder;
    private final String classPath;

    ScratchProject(Path folder, Path installation) throws IOException {
        this.folder = Files.createDirectories(folder);
        Path lib = installation.resolve("lib");
        try (Stream<Path> kit = Files.list(installation.resolve("test-kit"))) {
            classPath = Stream.concat(
                            Stream.concat(
                                    kit, Stream.of(installation.resolve("palyra-connectors.jar"), lib.resolve("*"))),
                            testLibraries().filter(jar -> !Files.exists(lib.resolve(jar.getFileName()))))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static Stream<Path> testLibraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(jar ->
                        TEST_LIBRARIES.matcher(jar.getFileName().toString()).matches());
    }

    /** @return what the tests of the page print, and how many there were */
    String run() throws IOException, InterruptedException {
        String page = Files.readString(Path.of(PAGE));
        Matcher routes = ROUTES.matcher(page);
        while (routes.find()) {
            Path file = folder.resolve(routes.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, routes.group(2));
        }
        Map<String, String> sources = new HashMap<>(Map.of("acme/Runner.java", RUNNER));
        Matcher tests = TESTS.matcher(page);
        StringBuilder names = new StringBuilder();
        while (tests.find()) {
            sources.put("acme/" + tests.group(2) + ".java", IMPORTS + tests.group(1));
            names.append(" acme.").append(tests.group(2));
        }
        Path jar = JarMaker.make(folder.resolve("build/tests.jar"), classPath, sources, Map.of());
        return runTests(jar, List.of(names.toString().strip().split(" ")));
    }

    private String runTests(Path jar, List<String> tests) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                jar + File.pathSeparator + classPath,
                                "acme.Runner"),
                        tests.stream())
                .toList();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the tests still run: " + Files.readString(out));
            }
            return Files.readString(out);
        } finally {
            process.destroyForcibly();
        }
    }
}
