package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.routes.SafeRouteReload;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: however the files of routes are changed, by an editor or by links, what runs is what they say. */
class ReloadedFilesTest {

    @TempDir
    private static Path folder;

    private static EditedRoutes edited;

    @BeforeAll
    static void start() throws Exception {
        edited = EditedRoutes.start(folder, Map.of(), Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        edited.close();
    }

    @AfterEach
    void takeBack() throws IOException {
        edited.restore();
    }

    @Test
    void aRouteThatIsGoneFromItsFileStops() throws Exception {
        edited.write(
                "own.camel.yaml",
                "- route: {id: own, description: mine, from: {uri: 'seda:own', steps: [{log: hello}]}}\n- route: {id: other, from: {uri: 'seda:other', steps: [{log: hello}]}}\n");
        edited.look();
        assertThat(edited.routeIds()).contains("own", "other");

        edited.write(
                "own.camel.yaml",
                "- route: {id: own, description: mine, from: {uri: 'seda:own', steps: [{log: hello}]}}\n");

        edited.look();
        assertThat(edited.routeIds()).contains("own").doesNotContain("other");
    }

    @Test
    void theRoutesOfADeletedFileStop() throws Exception {
        edited.write("own.camel.yaml", "- route: {id: own, from: {uri: 'seda:own', steps: [{log: hello}]}}\n");
        edited.look();
        assertThat(edited.routeIds()).contains("own");

        edited.delete("own.camel.yaml");

        edited.look();
        assertThat(edited.routeIds()).doesNotContain("own");
    }

    @Test
    void aRouteMayMoveToAnotherFile() throws Exception {
        edited.write("one.camel.yaml", ownRoute("mover"));
        edited.look();
        assertThat(edited.routeIds()).contains("mover");

        edited.write("two.camel.yaml", ownRoute("mover"));
        edited.write("one.camel.yaml", ownRoute("stayer"));

        edited.look();
        assertThat(edited.routeIds()).contains("stayer");
        assertThat(edited.routeIds()).contains("mover");
        assertThat(edited.lastError()).isEmpty();
    }

    /** As Kubernetes mounts a ConfigMap: each file is a link through ..data, and only that link is replaced. */
    @Test
    void aConfigMapThatIsUpdatedIsLoaded() throws Exception {
        Path first = Files.createDirectory(edited.folder().resolve("..2026_01"));
        Path second = Files.createDirectory(edited.folder().resolve("..2026_02"));
        Files.writeString(first.resolve("own.camel.yaml"), ownRoute("before"));
        Files.writeString(second.resolve("own.camel.yaml"), ownRoute("after"));
        edited.link("..data", first.getFileName());
        edited.link("own.camel.yaml", Path.of("..data", "own.camel.yaml"));
        edited.look();
        assertThat(edited.routeIds()).contains("before");

        edited.link("..data", second.getFileName());

        edited.look();
        assertThat(edited.routeIds()).contains("after");
        assertThat(edited.routeIds()).doesNotContain("before");
    }

    @Test
    void aFolderThatIsALinkIsFollowedWhereItPointsNext() throws Exception {
        Path next = Files.createDirectory(folder.resolve("routes-2"));
        try (var files = Files.newDirectoryStream(edited.folder(), "*.yaml")) {
            for (Path file : files) {
                Files.copy(file, next.resolve(file.getFileName()));
            }
        }
        Files.writeString(next.resolve("own.camel.yaml"), ownRoute("after"));

        edited.link("../routes", next);

        edited.look();
        assertThat(edited.routeIds()).contains("after");
        assertThat(edited.lastError()).isEmpty();
    }

    /** As where a link of a ConfigMap is replaced: what it led to is gone before it leads elsewhere. */
    @Test
    void aFileThatCannotBeReadHoldsUpNoOtherAndItsRoutesGoOn() throws Exception {
        edited.write("own.camel.yaml", ownRoute("stays"));
        edited.look();

        edited.link("own.camel.yaml", Path.of("nowhere"));
        edited.write("another.camel.yaml", ownRoute("another"));
        edited.look();

        assertThat(edited.routeIds()).contains("stays", "another");
        assertThat(edited.logged())
                .containsOnlyOnce("WARN own.camel.yaml cannot be read, its routes from before go on:"
                        + " it is a link that leads nowhere");
    }

    @Test
    void anEditWhileTheProgramStartsIsLoaded(@TempDir Path fresh) throws Exception {
        RoutesUnderTest files = RoutesUnderTest.copy(fresh);
        Path own = Files.writeString(fresh.resolve("routes/own.camel.yaml"), ownRoute("first"));
        try (ProgramUnderTest starting = ProgramUnderTest.in(fresh)
                .settings(files.with(Map.of()))
                .prepared(application -> Files.writeString(own, ownRoute("second")))
                .start()) {
            SafeRouteReload reload = starting.context().hasService(SafeRouteReload.class);
            reload.onReload(this);
            reload.onReload(this);

            assertThat(starting.context().getRoute("second")).isNotNull();
            assertThat(starting.context().getRoute("first")).isNull();
        }
    }

    private static String ownRoute(String id) {
        return "- route: {id: ID, from: {uri: 'seda:ID', steps: [{log: hello}]}}\n".replace("ID", id);
    }
}
