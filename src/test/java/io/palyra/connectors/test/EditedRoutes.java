package io.palyra.connectors.test;

import io.palyra.connectors.routes.SafeRouteReload;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;

/**
 * The route files of a program that runs, to be edited. The program loads what has changed within three seconds, or at once by
 * {@link #load}. Not thread safe.
 */
public final class EditedRoutes {

    private final RouteFolder folder;
    private final Map<String, String> pristine;
    private final CamelContext context;

    EditedRoutes(RouteFolder folder, Map<String, String> pristine, CamelContext context) {
        this.folder = folder;
        this.pristine = pristine;
        this.context = context;
    }

    /**
     * Of a program that the test has started itself, in the same JVM.
     *
     * @param folder which the program of this context watches; edits are made beside it first, and moved
     */
    public static EditedRoutes of(Path folder, CamelContext context) {
        RouteFolder routes = new RouteFolder(folder.toAbsolutePath().getParent(), folder);
        return new EditedRoutes(routes, routes.texts(), context);
    }

    /** The folder with the four core files and those that were added. */
    public Path folder() {
        return folder.path();
    }

    /** @param file its name, as in {@code notes.camel.yaml}; one of that name is replaced */
    public EditedRoutes write(String file, String text) {
        folder.write(file, text);
        return this;
    }

    /**
     * @param change from the text of the file to another one
     * @throws IllegalArgumentException where there is no such file, or nothing changes
     */
    public EditedRoutes edit(String file, UnaryOperator<String> change) {
        folder.edit(file, change);
        return this;
    }

    public EditedRoutes delete(String file) {
        folder.delete(file);
        return this;
    }

    /**
     * Has the program load what has changed.
     *
     * @return which files were refused, and why; empty where all of them run
     */
    public Optional<String> load() {
        SafeRouteReload reload = context.hasService(SafeRouteReload.class);
        // What has changed has to be seen the same twice
        reload.onReload(this);
        reload.onReload(this);
        return Optional.ofNullable(reload.getLastError()).map(Throwable::getMessage);
    }

    /**
     * Takes every edit back, for the next test.
     *
     * @throws IllegalStateException where the files of the start do not load any more
     */
    public void restore() {
        folder.restore(pristine);
        load().ifPresent(refusal -> {
            throw new IllegalStateException("the routes of the start are refused: " + refusal);
        });
    }
}
