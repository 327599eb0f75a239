package io.palyra.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.test.HttpAnswer;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is stopped in order while the daemon, which it has asked, takes its time. */
class SlowAnswerStopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final HttpDaemon daemon = HttpDaemon.start();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService stopping = Executors.newSingleThreadExecutor();
    private final Set<String> ticks = ConcurrentHashMap.newKeySet();
    private FakeDiscord discord;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        stopping.shutdown();
        daemon.close();
        discord.close();
    }

    private ProgramUnderTest node(String name) throws Exception {
        return ProgramUnderTest.in(folder)
                .on(StoreUnderTest.POSTGRESQL)
                .discord(discord)
                .settings(
                        "palyra.node.name=" + name,
                        "palyra.cluster.lease=30s",
                        "palyra.shutdown.deadline=2m",
                        "palyra.daemon.endpoint=" + daemon.uri())
                .startAnyway();
    }

    private static boolean runs(ProgramUnderTest program) {
        return program.program().membership().orElseThrow().owns(LoopbackDiscord.OPS)
                && program.supervision().isRunning(LoopbackDiscord.OPS);
    }

    private void tick(ProgramUnderTest program, String name) throws Exception {
        program.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:ticks:timer:tick?period=50").routeId("ticks").process(exchange -> ticks.add(name));
            }
        });
        program.context().getRouteController().startRoute("ticks");
    }

    @Test
    void othersHaveItsInstancesAndTurnsAtOnce() throws Exception {
        Channel slow = discord.channel();
        Channel other = discord.addChannel(discord.guild(), "other");
        String asked = "discord:channel:" + slow.id();
        daemon.answers(asked, HttpAnswer.accepted("late").after(released));
        try (ProgramUnderTest one = node("one")) {
            one.awaitConnected();
            tick(one, "one");
            await().atMost(PATIENCE).until(() -> ticks.contains("one"));
            discord.userSays(slow, discord.user(), "a hard question");
            await().atMost(PATIENCE).until(() -> daemon.questions(asked).size() == 1);

            try (ProgramUnderTest two = node("two")) {
                tick(two, "two");
                Future<?> stopped = stopping.submit(() -> {
                    one.stop();
                    return null;
                });
                await().atMost(PATIENCE).until(() -> runs(two));
                await().atMost(PATIENCE).until(() -> ticks.contains("two"));
                assertThat(stopped).isNotDone();
                two.awaitConnected();
                assertThat(discord.gateway().connected()).isEqualTo(1);
                discord.userSays(other, discord.user(), "an easy one");
                two.awaitTaken(other.id(), "an easy one");

                released.countDown();
                stopped.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                two.awaitTaken(slow.id(), "late");
                assertThat(daemon.questions(asked)).hasSize(1);
            }
        }
    }
}
