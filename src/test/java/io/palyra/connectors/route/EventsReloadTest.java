package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.testkit.Pages;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whatever is done to the file of a {@code palyra-events} route, the route gets each event, in order, as long as it
 * keeps its id; a new id begins with what commits after it has started.
 */
class EventsReloadTest {

    @TempDir
    static Path folder;

    private static EditedRoutes edited;
    private static ProgramUnderTest program;
    private static Pages pages;

    @BeforeAll
    static void start() throws Exception {
        edited = EditedRoutes.start(folder, Map.of(), Map.of());
        program = edited.program();
        pages = new Pages(folder.resolve("pages"));
    }

    @AfterAll
    static void stop() throws Exception {
        edited.close();
    }

    @AfterEach
    void takeBack() throws Exception {
        edited.restore();
    }

    private static void look() {
        edited.look();
        assertThat(edited.lastError()).isEmpty();
    }

    private static void send(String envelopeId) {
        program.enqueue(envelopeId, "ops", "hello");
    }

    private static void awaitPaged(String routeId, String... envelopeIds) {
        program.awaitThat(() -> assertThat(pages.of(routeId)).containsExactly(envelopeIds));
    }

    @Test
    void aRouteThatKeepsItsIdMissesNothingWhileItsFileIsEditedMovedRefusedAndRemoved() throws Exception {
        String route = pages.route("pager");
        edited.write("pager.camel.yaml", route);
        look();
        AtomicInteger sent = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService clients = Executors.newSingleThreadExecutor();
        Future<?> client = clients.submit(() -> {
            while (!over.get()) {
                send("m-" + sent.incrementAndGet());
            }
        });

        awaitMore(sent);
        edited.write("pager.camel.yaml", route + "# edited\n");
        look();
        awaitMore(sent);
        edited.write("other.camel.yaml", route).delete("pager.camel.yaml");
        look();
        awaitMore(sent);
        edited.write("other.camel.yaml", route + "- route: [");
        edited.look();
        assertThat(edited.lastError()).isNotEmpty();
        awaitMore(sent);
        edited.delete("other.camel.yaml");
        look();
        assertThat(edited.routeIds()).doesNotContain("pager");
        awaitMore(sent);
        edited.write("pager.camel.yaml", route);
        look();
        awaitMore(sent);
        over.set(true);
        client.get();
        clients.shutdown();

        String[] all =
                IntStream.rangeClosed(1, sent.get()).mapToObj(n -> "m-" + n).toArray(String[]::new);
        awaitPaged("pager", all);
    }

    /** Until some more are delivered. */
    private static void awaitMore(AtomicInteger sent) {
        String later = "m-" + (sent.get() + 20);
        program.within().until(() -> program.findOutbox(later)
                .filter(entry -> entry.state() == OutboxState.DELIVERED)
                .isPresent());
    }

    @Test
    void anotherIdBeginsAnewAndTheOldOneGoesOnWhereItWas() throws Exception {
        edited.write("pager.camel.yaml", pages.route("first-name"));
        look();
        send("one");
        awaitPaged("first-name", "one");

        edited.write("pager.camel.yaml", pages.route("second-name"));
        look();
        send("two");
        awaitPaged("second-name", "two");

        edited.write("pager.camel.yaml", pages.route("first-name"));
        look();
        send("three");
        awaitPaged("first-name", "one", "two", "three");
        assertThat(pages.of("second-name")).isEqualTo(List.of("two"));
    }

    @Test
    void twoRoutesThatWantTheSameEventsBothGetThem() throws Exception {
        edited.write("pager.camel.yaml", pages.route("left")).write("other.camel.yaml", pages.route("right"));
        look();

        send("both");

        awaitPaged("left", "both");
        awaitPaged("right", "both");
    }

    /** No moment between its start and its position, however often it is tried. */
    @Test
    void aNewRouteGetsWhatHappensRightAfterItsFileWasLoaded() throws Exception {
        for (int n = 0; n < 5; n++) {
            edited.write("pager.camel.yaml", pages.route("new-" + n));
            look();
            send("right-after-" + n);
            awaitPaged("new-" + n, "right-after-" + n);
        }
    }
}
