package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.test.EditedRoutes;
import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.testkit.Pages;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: whatever is done to the file of a {@code palyra-events} route, the route gets each event, in order, as long as it
 * keeps its id; a new id begins with what commits after it has started.
 */
class EventsReloadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program();

    private static EditedRoutes edited;
    private static Pages pages;

    @BeforeAll
    static void find() {
        edited = palyra.editedRoutes();
        pages = new Pages(palyra.folder().resolve("pages"));
    }

    @AfterEach
    void takeBack() {
        edited.restore();
    }

    private static void load() {
        assertThat(edited.load()).isEmpty();
    }

    private static void send(String envelopeId) {
        palyra.template()
                .sendBodyAndHeader(
                        "palyra-outbox:echo:default?conversationId=ops",
                        "hello",
                        PalyraConstants.ENVELOPE_ID,
                        envelopeId);
    }

    private static void awaitPaged(String routeId, String... envelopeIds) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pages.of(routeId)).containsExactly(envelopeIds));
    }

    @Test
    void aRouteThatKeepsItsIdMissesNothingWhileItsFileIsEditedMovedRefusedAndRemoved() throws Exception {
        String route = pages.route("pager");
        edited.write("pager.camel.yaml", route);
        load();
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
        load();
        awaitMore(sent);
        edited.write("other.camel.yaml", route).delete("pager.camel.yaml");
        load();
        awaitMore(sent);
        edited.write("other.camel.yaml", route + "- route: [");
        assertThat(edited.load()).isPresent();
        awaitMore(sent);
        edited.delete("other.camel.yaml");
        load();
        assertThat(palyra.context().getRoute("pager")).isNull();
        awaitMore(sent);
        edited.write("pager.camel.yaml", route);
        load();
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
        await().atMost(PATIENCE)
                .until(() -> !palyra.store("SELECT state FROM palyra_outbox_v1 WHERE state = 'delivered'"
                                + " AND envelope_id = '" + later + "'")
                        .isEmpty());
    }

    @Test
    void anotherIdBeginsAnewAndTheOldOneGoesOnWhereItWas() throws Exception {
        edited.write("pager.camel.yaml", pages.route("first-name"));
        load();
        send("one");
        awaitPaged("first-name", "one");

        edited.write("pager.camel.yaml", pages.route("second-name"));
        load();
        send("two");
        awaitPaged("second-name", "two");

        edited.write("pager.camel.yaml", pages.route("first-name"));
        load();
        send("three");
        awaitPaged("first-name", "one", "two", "three");
        assertThat(pages.of("second-name")).isEqualTo(List.of("two"));
    }

    @Test
    void twoRoutesThatWantTheSameEventsBothGetThem() throws Exception {
        edited.write("pager.camel.yaml", pages.route("left")).write("other.camel.yaml", pages.route("right"));
        load();

        send("both");

        awaitPaged("left", "both");
        awaitPaged("right", "both");
    }

    /** No moment between its start and its position, however often it is tried. */
    @Test
    void aNewRouteGetsWhatHappensRightAfterItsFileWasLoaded() throws Exception {
        for (int n = 0; n < 5; n++) {
            edited.write("pager.camel.yaml", pages.route("new-" + n));
            load();
            send("right-after-" + n);
            awaitPaged("new-" + n, "right-after-" + n);
        }
    }
}
