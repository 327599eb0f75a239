package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.routes.SafeRouteReload;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;

/** A running program whose routes are edited. It looks at them when it is told to, not only once a second. */
final class EditedRoutes implements AutoCloseable {

    private final Path folder;
    private final Path routes;
    private final Map<String, String> pristine = new TreeMap<>();
    private final ProgramUnderTest program;
    private final LogLines log = LogLines.of(SafeRouteReload.class);

    private EditedRoutes(Path folder, Path routes, Map<String, String> settings) throws Exception {
        this.folder = folder;
        this.routes = routes;
        for (String name : names()) {
            pristine.put(name, Files.readString(routes.resolve(name)));
        }
        this.program = ProgramUnderTest.start(folder, settings);
    }

    /**
     * The real routes and some more, in a folder that is a link.
     *
     * @param more contents by the name of the file
     */
    static EditedRoutes start(Path folder, Map<String, String> settings, Map<String, String> more) throws Exception {
        RoutesUnderTest real = RoutesUnderTest.copy(folder);
        Path routes = folder.resolve("routes");
        Files.createSymbolicLink(routes, Files.move(routes, folder.resolve("routes-1")));
        for (Map.Entry<String, String> file : more.entrySet()) {
            Files.writeString(routes.resolve(file.getKey()), file.getValue());
        }
        return new EditedRoutes(folder, routes, real.with(settings));
    }

    ProgramUnderTest program() {
        return program;
    }

    ModelCamelContext context() {
        return program.application().context();
    }

    Path folder() {
        return routes;
    }

    /** Twice: what has changed has to be seen the same twice. */
    void look() {
        SafeRouteReload reload = context().hasService(SafeRouteReload.class);
        reload.onReload(this);
        reload.onReload(this);
    }

    /** At once, as editors do, so that no half-written file is read. */
    EditedRoutes write(String name, String text) throws IOException {
        Path fresh = Files.writeString(folder.resolve("edited.tmp"), text);
        Files.move(fresh, routes.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    EditedRoutes edit(String name, UnaryOperator<String> change) throws IOException {
        String before = Files.readString(routes.resolve(name));
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        return write(name, after);
    }

    EditedRoutes delete(String name) throws IOException {
        Files.delete(routes.resolve(name));
        return this;
    }

    /** Replaces the link at once, by its name in the folder of routes. */
    void link(String name, Path target) throws IOException {
        Path fresh = Files.createSymbolicLink(folder.resolve("fresh-link"), target);
        Files.move(
                fresh,
                folder.resolve("routes").resolve(name).normalize(),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes every edit back. */
    void restore() throws IOException {
        link("../routes", folder.resolve("routes-1"));
        for (String name : names()) {
            if (!pristine.containsKey(name)) {
                delete(name);
            }
        }
        for (Map.Entry<String, String> file : pristine.entrySet()) {
            if (!Files.exists(routes.resolve(file.getKey()))
                    || !Files.readString(routes.resolve(file.getKey())).equals(file.getValue())) {
                write(file.getKey(), file.getValue());
            }
        }
        look();
        assertThat(lastError()).isEmpty();
        log.clear();
    }

    String lastError() {
        Exception error = context().hasService(SafeRouteReload.class).getLastError();
        return error == null ? "" : String.valueOf(error.getMessage());
    }

    List<String> logged() {
        return log.lines();
    }

    List<String> routeIds() {
        return context().getRoutes().stream().map(Route::getRouteId).toList();
    }

    /** What a route answers at its {@code direct:} endpoint. */
    String ask(String name) {
        return context()
                .createFluentProducerTemplate()
                .to("direct:" + name + "?block=false")
                .request(String.class);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(routes)) {
            return files.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() throws Exception {
        log.close();
        program.close();
    }
}
