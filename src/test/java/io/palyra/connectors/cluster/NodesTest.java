package io.palyra.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.store.CutWire;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two programs on one PostgreSQL store. */
class NodesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private ProgramUnderTest one;
    private ProgramUnderTest two;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        one = node("one");
        one.awaitConnected();
        two = node("two");
    }

    private ProgramUnderTest node(String name) throws Exception {
        return setup(name).startAnyway();
    }

    private ProgramSetup setup(String name) throws Exception {
        return ProgramUnderTest.in(folder)
                .on(StoreUnderTest.POSTGRESQL)
                .discord(discord)
                .settings("palyra.node.name=" + name, "palyra.cluster.lease=5s");
    }

    @AfterEach
    void stop() throws Exception {
        if (two != null) {
            two.close();
        }
        one.close();
        discord.close();
    }

    private Membership membership(ProgramUnderTest program) {
        return program.program().membership().orElseThrow();
    }

    private boolean runs(ProgramUnderTest program) {
        return membership(program).owns(LoopbackDiscord.OPS)
                && program.supervision().isRunning(LoopbackDiscord.OPS);
    }

    private void says(String text) {
        discord.userSays(discord.channel(), discord.user(), text);
    }

    private void awaitAnswers(String... texts) {
        one.awaitAnswers(discord.channel().id(), List.of(texts));
    }

    @Test
    void anInstanceIsRunByOneOfThem() {
        says("hello");
        awaitAnswers("hello");
        assertThat(discord.gateway().identifies()).isEqualTo(1);
        assertThat(Stream.of(one, two).filter(this::runs)).containsExactly(one);
        assertThat(two.status().node()).isEqualTo("one");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(two.status().liveness()).isEqualTo(Liveness.RUNNING));
    }

    @Test
    void whatOneLeavesInOrderAnotherTakesAtOnce() throws Exception {
        says("before");
        awaitAnswers("before");
        one.stop();
        await().atMost(PATIENCE).until(() -> runs(two));
        two.awaitConnected();
        says("after");
        two.awaitAnswers(discord.channel().id(), List.of("before", "after"));
        assertThat(two.events("connector.moved")).isNotEmpty();
    }

    @Test
    void whatAnyAcceptsTheOwnerDelivers() {
        for (int i = 0; i < 5; i++) {
            two.enqueue("m" + i, discord.channel().id(), "hello");
            two.awaitDelivered("m" + i);
        }
    }

    @Test
    void aRouteThatBeginsWithMasterRunsOnOneOfThem() throws Exception {
        AtomicInteger firedByOne = new AtomicInteger();
        AtomicInteger firedByTwo = new AtomicInteger();
        addTimer(one, firedByOne);
        addTimer(two, firedByTwo);
        await().atMost(PATIENCE).until(() -> firedByOne.get() + firedByTwo.get() > 3);
        AtomicInteger leader = firedByOne.get() > 0 ? firedByOne : firedByTwo;
        AtomicInteger other = leader == firedByOne ? firedByTwo : firedByOne;
        assertThat(other).hasValue(0);
        (leader == firedByOne ? one : two).stop();
        await().atMost(PATIENCE).until(() -> other.get() > 3);
    }

    private static void addTimer(ProgramUnderTest program, AtomicInteger fired) throws Exception {
        program.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:ticks:timer:tick?period=50").routeId("ticks").process(exchange -> fired.incrementAndGet());
            }
        });
        program.context().getRouteController().startRoute("ticks");
    }

    /** By the network, not by the platform: the session is closed without the database, and before another opens one. */
    @Test
    void whoIsCutOffFromTheDatabaseClosesItsSessions() throws Exception {
        String url = StoreUnderTest.POSTGRESQL.settings(folder).get("palyra.store.url");
        one.stop();
        await().atMost(PATIENCE).until(() -> runs(two));
        try (CutWire wire = CutWire.to(url);
                ProgramUnderTest far = setup("far")
                        .settings("palyra.store.url=" + wire.url(url))
                        .startAnyway()) {
            two.stop();
            await().atMost(PATIENCE).until(() -> runs(far));
            await().atMost(PATIENCE).until(() -> discord.gateway().connected() == 1);
            wire.refuse(true);
            wire.cut();
            await().atMost(PATIENCE).until(() -> discord.gateway().connected() == 0);
            await().atMost(PATIENCE).until(() -> !far.supervision().isRunning(LoopbackDiscord.OPS));

            one.startAgain();
            await().atMost(PATIENCE).until(() -> runs(one));
            wire.refuse(false);
            says("hello");
            awaitAnswers("hello");
            assertThat(runs(far)).isFalse();
        }
    }

    @Test
    void aPauseHoldsWhereverItWasSaid() {
        two.supervision().queues().pause(LoopbackDiscord.OPS, "maintenance");
        await().atMost(PATIENCE)
                .until(() ->
                        one.supervision().queues().state(LoopbackDiscord.OPS).pause() != null);
        two.enqueue("m1", discord.channel().id(), "hello");
        one.awaitOthersDelivered("marker");
        assertThat(one.outbox("m1").state()).isEqualTo(OutboxState.PENDING);
        two.supervision().queues().resume(LoopbackDiscord.OPS);
        two.awaitDelivered("m1");
    }

    @Test
    void whoeverSaysItTheOwnerOpensTheSessionAnew() {
        two.supervisor().setEnabled(LoopbackDiscord.OPS, true);
        await().atMost(PATIENCE).until(() -> discord.gateway().identifies() == 2);
        assertThat(runs(two)).isFalse();
        two.supervisor().setEnabled(LoopbackDiscord.OPS, false);
        await().atMost(PATIENCE).until(() -> discord.gateway().connected() == 0);
        two.supervisor().setEnabled(LoopbackDiscord.OPS, true);
        await().atMost(PATIENCE).until(() -> discord.gateway().connected() == 1);
        says("hello");
        awaitAnswers("hello");
    }
}
