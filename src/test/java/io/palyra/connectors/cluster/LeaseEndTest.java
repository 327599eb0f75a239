package io.palyra.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.store.CutWire;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose database is silent closes its sessions before another node opens them, whatever else it is busy with. */
class LeaseEndTest {

    private static final Duration PATIENCE = Duration.ofSeconds(25);

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private CutWire wire;
    private ProgramUnderTest far;
    private ProgramUnderTest near;

    @BeforeEach
    void start() throws Exception {
        String url = StoreUnderTest.POSTGRESQL.settings(folder).get("palyra.store.url");
        discord = FakeDiscord.start();
        wire = CutWire.to(url);
        far = node("far").settings("palyra.store.url=" + wire.url(url)).startAnyway();
        far.awaitConnected();
        await().atMost(PATIENCE).until(() -> runs(far));
    }

    private ProgramSetup node(String name) throws Exception {
        return ProgramUnderTest.in(folder)
                .on(StoreUnderTest.POSTGRESQL)
                .discord(discord)
                .settings("palyra.node.name=" + name, "palyra.cluster.lease=5s");
    }

    @AfterEach
    void stop() throws Exception {
        wire.silent(false);
        wire.cut();
        if (near != null) {
            near.close();
        }
        far.close();
        wire.close();
        discord.close();
    }

    private static boolean runs(ProgramUnderTest program) {
        return program.program().membership().orElseThrow().owns(LoopbackDiscord.OPS)
                && program.supervision().isRunning(LoopbackDiscord.OPS);
    }

    @Test
    void whileAnOperatorsCallWaitsForTheDatabase() throws Exception {
        wire.silent(true);
        var unused = CompletableFuture.runAsync(() -> far.supervisor().setEnabled(ProgramUnderTest.ECHO, true));
        assertThatNoTwoSessionsMeet();
    }

    @Test
    void whileAnotherRouteStarts() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> startSlowly(mayGoOn));
        wire.silent(true);
        try {
            assertThatNoTwoSessionsMeet();
            assertThat(start).isNotDone();
        } finally {
            mayGoOn.countDown();
        }
    }

    /** With Camel's lock in hand. */
    private void startSlowly(CountDownLatch mayGoOn) {
        try {
            far.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:slow")
                            .routeId("slow")
                            .autoStartup(false)
                            .routePolicy(new Waiting(mayGoOn))
                            .log("never");
                }
            });
            far.context().getRouteController().startRoute("slow");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertThatNoTwoSessionsMeet() throws Exception {
        near = node("near").startAnyway();
        await().atMost(PATIENCE).until(() -> runs(near));
        discord.userSays(discord.channel(), discord.user(), "hello");
        near.awaitAnswers(discord.channel().id(), List.of("hello"));
        assertThat(discord.gateway().mostConnected()).isEqualTo(1);
    }

    private static final class Waiting extends RoutePolicySupport {

        private final CountDownLatch mayGoOn;

        Waiting(CountDownLatch mayGoOn) {
            this.mayGoOn = mayGoOn;
        }

        @Override
        public void onStart(Route route) {
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
