package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.routes.SafeRouteReload;
import io.palyra.connectors.test.EditedRoutes;
import io.palyra.connectors.test.PalyraExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.camel.Route;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Goal: however the files of routes are changed, by an editor or by links, what runs is what they say. */
class ReloadedFilesTest {

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program();

    private static final LogLines LOG = LogLines.of(SafeRouteReload.class);

    private static final String PUT_RIGHT = SafeRouteReload.class.getPackageName() + ".PutRight";

    private static EditedRoutes edited;

    /** The folder becomes a link. */
    @BeforeAll
    static void find() throws IOException {
        edited = palyra.editedRoutes();
        Files.createSymbolicLink(edited.folder(), Files.move(edited.folder(), real()));
    }

    private static Path real() {
        return palyra.folder().resolve("routes-1");
    }

    @AfterEach
    void takeBack() throws IOException {
        link("../routes", real());
        edited.restore();
        LOG.clear();
    }

    @AfterAll
    static void close() {
        LOG.close();
    }

    /** Replaces the link at once, by its name in the folder of routes. */
    private static void link(String name, Path target) throws IOException {
        Path fresh = Files.createSymbolicLink(palyra.folder().resolve("fresh-link"), target);
        Files.move(
                fresh,
                edited.folder().resolve(name).normalize(),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> routeIds() {
        return palyra.context().getRoutes().stream().map(Route::getRouteId).toList();
    }

    @Test
    void aRouteThatIsGoneFromItsFileStops() throws Exception {
        edited.write(
                "own.camel.yaml",
                "- route: {id: own, description: mine, from: {uri: 'seda:own', steps: [{log: hello}]}}\n- route: {id: other, from: {uri: 'seda:other', steps: [{log: hello}]}}\n");
        assertThat(edited.load()).isEmpty();
        assertThat(routeIds()).contains("own", "other");

        edited.write(
                "own.camel.yaml",
                "- route: {id: own, description: mine, from: {uri: 'seda:own', steps: [{log: hello}]}}\n");

        assertThat(edited.load()).isEmpty();
        assertThat(routeIds()).contains("own").doesNotContain("other");
    }

    @Test
    void theRoutesOfADeletedFileStop() throws Exception {
        edited.write("own.camel.yaml", "- route: {id: own, from: {uri: 'seda:own', steps: [{log: hello}]}}\n");
        assertThat(edited.load()).isEmpty();
        assertThat(routeIds()).contains("own");

        edited.delete("own.camel.yaml");

        assertThat(edited.load()).isEmpty();
        assertThat(routeIds()).doesNotContain("own");
    }

    @Test
    void aRouteMayMoveToAnotherFile() throws Exception {
        edited.write("one.camel.yaml", ownRoute("mover"));
        assertThat(edited.load()).isEmpty();
        assertThat(routeIds()).contains("mover");

        edited.write("two.camel.yaml", ownRoute("mover"));
        edited.write("one.camel.yaml", ownRoute("stayer"));

        assertThat(edited.load()).isEmpty();
        assertThat(routeIds()).contains("stayer", "mover");
    }

    /** As Kubernetes mounts a ConfigMap: each file is a link through ..data, and only that link is replaced. */
    @Test
    void aConfigMapThatIsUpdatedIsLoaded() throws Exception {
        Path first = Files.createDirectory(edited.folder().resolve("..2026_01"));
        Path second = Files.createDirectory(edited.folder().resolve("..2026_02"));
        Files.writeString(first.resolve("own.camel.yaml"), ownRoute("before"));
        Files.writeString(second.resolve("own.camel.yaml"), ownRoute("after"));
        link("..data", first.getFileName());
        link("own.camel.yaml", Path.of("..data", "own.camel.yaml"));
        assertThat(edited.load()).isEmpty();
        assertThat(routeIds()).contains("before");

        link("..data", second.getFileName());

        assertThat(edited.load()).isEmpty();
        assertThat(routeIds()).contains("after");
        assertThat(routeIds()).doesNotContain("before");
    }

    @Test
    void aFolderThatIsALinkIsFollowedWhereItPointsNext() throws Exception {
        Path next = Files.createDirectory(palyra.folder().resolve("routes-2"));
        try (var files = Files.newDirectoryStream(edited.folder(), "*.yaml")) {
            for (Path file : files) {
                Files.copy(file, next.resolve(file.getFileName()));
            }
        }
        Files.writeString(next.resolve("own.camel.yaml"), ownRoute("after"));

        link("../routes", next);

        assertThat(edited.load()).isEmpty();
        assertThat(routeIds()).contains("after");
    }

    /** As where a link of a ConfigMap is replaced: what it led to is gone before it leads elsewhere. */
    @Test
    void aFileThatCannotBeReadHoldsUpNoOtherAndItsRoutesGoOn() throws Exception {
        edited.write("own.camel.yaml", ownRoute("stays"));
        assertThat(edited.load()).isEmpty();

        link("own.camel.yaml", Path.of("nowhere"));
        edited.write("another.camel.yaml", ownRoute("another"));
        assertThat(edited.load()).isEmpty();

        assertThat(routeIds()).contains("stays", "another");
        assertThat(LOG.lines())
                .containsOnlyOnce("WARN own.camel.yaml cannot be read, its routes from before go on:"
                        + " it is a link that leads nowhere");
    }

    /** However it is put right: by other content, by what runs, by its end, or as it can be read again. */
    @Test
    void aRefusedFileThatIsPutRightIsSaidToBeLoadedOnce() throws Exception {
        Configurator.setLevel(PUT_RIGHT, Level.INFO);
        try (LogLines told = LogLines.of(PUT_RIGHT)) {
            edited.write("own.camel.yaml", "- route: {id: own");
            edited.write("other.camel.yaml", "- route: {id: other");
            assertThat(edited.load()).isPresent();
            assertThat(told.lines()).isEmpty();

            edited.write("own.camel.yaml", ownRoute("own"));
            assertThat(edited.load()).isPresent();
            edited.delete("other.camel.yaml");
            assertThat(edited.load()).isEmpty();
            assertThat(told.lines())
                    .containsExactly(
                            "INFO own.camel.yaml was refused, and is loaded now",
                            "INFO other.camel.yaml was refused, and is gone now");
            told.clear();

            edited.write("own.camel.yaml", "- route: {id: own");
            assertThat(edited.load()).isPresent();
            edited.write("own.camel.yaml", ownRoute("own"));
            assertThat(edited.load()).isEmpty();
            link("own.camel.yaml", Path.of("nowhere"));
            assertThat(edited.load()).isEmpty();
            assertThat(told.lines()).containsExactly("INFO own.camel.yaml was refused, and is loaded now");
            told.clear();

            edited.write("own.camel.yaml", ownRoute("after"));
            assertThat(edited.load()).isEmpty();
            assertThat(edited.load()).isEmpty();
            assertThat(told.lines()).containsExactly("INFO own.camel.yaml was refused, and is loaded now");
        } finally {
            Configurator.setLevel(PUT_RIGHT, (Level) null);
        }
    }

    private static String ownRoute(String id) {
        return "- route: {id: ID, from: {uri: 'seda:ID', steps: [{log: hello}]}}\n".replace("ID", id);
    }
}
