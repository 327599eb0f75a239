package io.palyra.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.store.CutWire;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes of users that begin with {@code master:}, on days that are not good. */
class MasterRoutesTest {

    private static final String ROUTE = "ticks";
    private static final String SOURCE = "troubled:source";
    private static final String END = "direct:end";
    private static final Duration WORK = Duration.ofSeconds(8);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private FakeDiscord discord;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
    }

    @AfterEach
    void stop() throws Exception {
        discord.close();
    }

    private ProgramSetup setup(String name) throws Exception {
        return ProgramUnderTest.in(folder)
                .on(StoreUnderTest.POSTGRESQL)
                .discord(discord)
                .settings("palyra.node.name=" + name, "palyra.cluster.lease=5s");
    }

    private static void add(ProgramUnderTest program, String from, Processor then) throws Exception {
        program.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:" + ROUTE + ":" + from)
                        .routeId(ROUTE)
                        .process(then)
                        .to(END + "?block=false&failIfNoConsumers=false");
            }
        });
        program.context().getRouteController().startRoute(ROUTE);
    }

    private static Membership membership(ProgramUnderTest program) {
        return program.program().membership().orElseThrow();
    }

    private static CamelClusterView view(ProgramUnderTest program) throws Exception {
        return program.context().hasService(CamelClusterService.class).getView(ROUTE);
    }

    /** As two nodes that are started at about the same time do: the second has its share of what the first took alone. */
    @Test
    void whatIsGivenAwayBeforeItHasBegunDoesNotBegin() throws Exception {
        AtomicInteger firedByOne = new AtomicInteger();
        AtomicInteger firedByTwo = new AtomicInteger();
        try (ProgramUnderTest one = setup("one").startAnyway()) {
            add(one, "timer:tick?period=50", exchange -> firedByOne.incrementAndGet());
            CamelClusterView view = view(one);
            await().atMost(PATIENCE).until(() -> view.getLeader().isPresent());
            membership(one).jobs().forget(ROUTE);
            try (ProgramUnderTest two = setup("two").startAnyway()) {
                add(two, "timer:tick?period=50", exchange -> firedByTwo.incrementAndGet());
                await().atMost(PATIENCE).until(() -> firedByTwo.get() > 3);
                int before = firedByOne.get();
                await().atMost(PATIENCE).until(() -> firedByTwo.get() > 30);
                assertThat(firedByOne).hasValue(before);
            }
        }
    }

    /** A route that may run once only, such as one that pays invoices, is moved to a node that joins. */
    @Test
    void whatIsInHandEndsBeforeAnotherBegins() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        List<String> seen = new CopyOnWriteArrayList<>();
        try (ProgramUnderTest one = setup("one").startAnyway()) {
            add(one, "timer:work?repeatCount=1&delay=0", exchange -> {
                seen.add("begins on one");
                assertThat(never.await(WORK.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
            });
            one.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(END).routeId("end").process(exchange -> seen.add("ends on one"));
                }
            });
            one.context().getRouteController().startRoute("end");
            await().atMost(PATIENCE).until(() -> !seen.isEmpty());
            try (ProgramUnderTest two = setup("two").startAnyway()) {
                add(two, "timer:work?repeatCount=1&delay=0", exchange -> seen.add("begins on two"));
                await().atMost(PATIENCE).until(() -> seen.contains("begins on two"));
                assertThat(seen).containsExactly("begins on one", "ends on one", "begins on two");
            }
        }
    }

    /** As a client of a server that is there a little later. */
    @Test
    void whatCannotBeginAtOnceBeginsLaterAndIsSaid() throws Exception {
        AtomicBoolean isThere = new AtomicBoolean();
        AtomicInteger begun = new AtomicInteger();
        Step start = () -> {
            if (!isThere.get()) {
                throw new IOException("the server is not there yet");
            }
            begun.incrementAndGet();
        };
        try (ProgramUnderTest one = setup("one")
                .settings("camel.component.master.back-off-delay=100")
                .admin()
                .startAnyway()) {
            one.context().addEndpoint(SOURCE, new Source(start, () -> {}));
            add(one, SOURCE, exchange -> {});
            await().atMost(PATIENCE).until(() -> health(one).contains("the server is not there yet"));
            assertThat(health(one)).contains("DOWN");
            isThere.set(true);
            await().atMost(PATIENCE).until(() -> begun.get() == 1);
            await().atMost(PATIENCE).until(() -> health(one).contains("UP"));
        }
    }

    private static String health(ProgramUnderTest program) {
        for (JsonNode check : program.client().get("/observe/health/ready").at("/checks")) {
            if (check.path("name").asText().equals("master:" + ROUTE)) {
                return check.toString();
            }
        }
        return "";
    }

    /** As a client of a broker that is away may. */
    @Test
    void whatIsSlowToStopKeepsNoSessionOpen() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        String url = StoreUnderTest.POSTGRESQL.settings(folder).get("palyra.store.url");
        try (CutWire wire = CutWire.to(url);
                ProgramUnderTest far = setup("far")
                        .settings("palyra.store.url=" + wire.url(url))
                        .startAnyway()) {
            far.awaitConnected();
            far.context().addEndpoint(SOURCE, new Source(begun::incrementAndGet, stopped::await));
            add(far, SOURCE, exchange -> {});
            await().atMost(PATIENCE).until(() -> begun.get() == 1);
            wire.refuse(true);
            wire.cut();
            try {
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> discord.gateway().connected() == 0);
                await().atMost(PATIENCE).until(() -> !far.supervision().isRunning(LoopbackDiscord.OPS));
            } finally {
                stopped.countDown();
                wire.refuse(false);
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    /** Its consumer does this when it starts and stops. */
    private static final class Source extends DefaultEndpoint {

        private final Step start;
        private final Step stop;

        Source(Step start, Step stop) {
            this.start = start;
            this.stop = stop;
        }

        @Override
        protected String createEndpointUri() {
            return SOURCE;
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new DefaultConsumer(this, processor) {
                @Override
                protected void doStart() throws Exception {
                    super.doStart();
                    start.run();
                }

                @Override
                protected void doStop() throws Exception {
                    stop.run();
                    super.doStop();
                }
            };
        }
    }
}
