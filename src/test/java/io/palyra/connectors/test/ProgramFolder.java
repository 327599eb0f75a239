package io.palyra.connectors.test;

import io.palyra.connectors.routes.CoreRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.util.function.ThrowingConsumer;

/** The temporary folder of one program: its settings, its routes, its store. */
record ProgramFolder(Path path) implements AutoCloseable {

    private static final String SETTINGS = "application.properties";
    private static final String ROUTES = "routes";
    static final String ROUTE_FILE = ".camel.yaml";

    /** Without them nothing is delivered. */
    private static final List<String> CORE = List.of("inbound", "daemon", "outbox", "retries");

    /** One of its route files that is named as a core file stands in its place. */
    static ProgramFolder create(ProgramPlan plan) throws Exception {
        ProgramFolder folder = new ProgramFolder(Files.createTempDirectory("palyra-test-"));
        try {
            folder.fill(plan);
            return folder;
        } catch (Exception e) {
            folder.close();
            throw e;
        }
    }

    private void fill(ProgramPlan plan) throws Exception {
        Files.createDirectory(routes());
        for (String core : CORE) {
            copyCore(core + ROUTE_FILE);
        }
        for (Path named : plan.routes()) {
            for (Path file : files(named)) {
                Files.copy(file, routes().resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        for (Map.Entry<String, String> text : plan.routeTexts().entrySet()) {
            Files.writeString(routes().resolve(text.getKey()), text.getValue());
        }
        RouteFolder folder = new RouteFolder(path, routes());
        plan.edits().forEach(edit -> folder.edit(edit.file(), edit.change()));
        copy(ProgramFolder.class, SETTINGS, settings());
        for (ThrowingConsumer<Path, Exception> preparation : plan.preparations()) {
            preparation.accept(path);
        }
    }

    /** The one of the project under test, which may have been edited, wins over the distribution's. */
    private void copyCore(String file) throws IOException {
        Path own = Path.of(ROUTES, file);
        if (Files.exists(own)) {
            Files.copy(own, routes().resolve(file));
        } else {
            copy(CoreRoutes.class, file, routes().resolve(file));
        }
    }

    /** A file that lies beside the class. */
    private static void copy(Class<?> beside, String file, Path target) throws IOException {
        try (InputStream shipped = beside.getResourceAsStream(file)) {
            Files.copy(Objects.requireNonNull(shipped, file), target);
        }
    }

    private static List<Path> files(Path named) throws IOException {
        if (Files.isRegularFile(named)) {
            return List.of(named);
        } else if (!Files.isDirectory(named)) {
            throw new IllegalArgumentException(
                    "routes: " + named + " is neither a file nor a folder; paths are relative to "
                            + Path.of("").toAbsolutePath());
        }
        try (Stream<Path> inside = Files.list(named)) {
            return inside.filter(file -> file.toString().endsWith(ROUTE_FILE))
                    .sorted()
                    .toList();
        }
    }

    Path routes() {
        return path.resolve(ROUTES);
    }

    Path settings() {
        return path.resolve(SETTINGS);
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
