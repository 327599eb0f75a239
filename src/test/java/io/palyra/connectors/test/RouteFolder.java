package io.palyra.connectors.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A folder of route files that are edited as an editor does it: at once, so that no half-written file is read. */
final class RouteFolder {

    private final Path scratch;
    private final Path routes;

    /** @param scratch where files are made that then move to the routes */
    RouteFolder(Path scratch, Path routes) {
        this.scratch = scratch;
        this.routes = routes;
    }

    Path path() {
        return routes;
    }

    void write(String file, String text) {
        try {
            Path fresh = Files.writeString(scratch.resolve("edited.tmp"), text);
            Files.move(
                    fresh, routes.resolve(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException where there is no such file, or the change changes nothing */
    void edit(String file, UnaryOperator<String> change) {
        Path edited = routes.resolve(file);
        if (!Files.exists(edited)) {
            throw new IllegalArgumentException("edit: there is no " + file + " among the routes; there are "
                    + String.join(", ", texts().keySet()));
        }
        String before = read(edited);
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalArgumentException("edit: nothing of " + file + " has changed:\n" + before);
        }
        write(file, after);
    }

    void delete(String file) {
        try {
            Files.delete(routes.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of all files that can be read, by name. */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        for (Path file : files()) {
            if (Files.isRegularFile(file)) {
                texts.put(file.getFileName().toString(), read(file));
            }
        }
        return Collections.unmodifiableMap(texts);
    }

    /** Makes it what it was. */
    void restore(Map<String, String> pristine) {
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (!pristine.containsKey(name) && (name.endsWith(".yaml") || name.endsWith(".yml"))) {
                delete(name);
            }
        }
        pristine.forEach((name, text) -> {
            Path file = routes.resolve(name);
            if (!Files.isRegularFile(file) || !read(file).equals(text)) {
                write(name, text);
            }
        });
    }

    private Iterable<Path> files() {
        try (Stream<Path> all = Files.list(routes)) {
            return all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
