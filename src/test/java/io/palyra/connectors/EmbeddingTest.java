package io.palyra.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.settings.InvalidSettingException;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.time.SteadyClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.spi.SupervisingRouteController;
import org.apache.camel.util.ObjectHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Camel contexts of somebody else, with the connectors and without. */
class EmbeddingTest {

    private static final long PATIENCE_S = 20;

    @TempDir
    private Path folder;

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    private Map<String, String> settings() {
        return Map.of("palyra.store.url", storeUrl(), "palyra.store.synchronous", "NORMAL");
    }

    private String storeUrl() {
        return "jdbc:sqlite:" + folder.resolve("host.db");
    }

    /** What somebody has who uses Camel already. */
    private RouteBuilder hostsRoutes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:tell").routeId("tell").to("palyra-outbox:echo:second?conversationId=team");
                from("direct:hear").routeId("hear").to("palyra-inbox:echo:second");
                from("direct:now").routeId("now").to("palyra-echo:second");
                from("palyra-events:outbox.delivered?from=beginning")
                        .routeId("watch")
                        .process(exchange -> events.add(
                                exchange.getMessage().getHeader("CamelPalyraEventEnvelopeId", String.class)));
            }
        };
    }

    @Test
    void aTemplateOfTheHostForOneKindIsUsed() throws Exception {
        SimpleMain main = new SimpleMain(new DefaultCamelContext());
        settings().forEach(main::addInitialProperty);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("palyra-inbound-echo")
                        .templateParameter("connectorId")
                        .from("palyra-{{connectorId}}")
                        .process(exchange -> heard.add(exchange.getFromRouteId()))
                        .to("palyra-inbox:{{connectorId}}");
            }
        });
        PalyraConnectors.addTo(main);
        main.start();
        try {
            main.getCamelContext()
                    .getComponent("palyra-echo", ConnectorComponent.class)
                    .consumer(ProgramUnderTest.ECHO)
                    .orElseThrow()
                    .admit(ProgramUnderTest.echoEvent("m1", "c1", "hello"));

            assertThat(heard.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("inbound-echo:default");
        } finally {
            main.stop();
        }
    }

    @Test
    void aTemplateOfTheHostThatAsksNobodyIsRefusedForAnInstanceThatIsNotOpenToAll() throws Exception {
        SimpleMain main = new SimpleMain(new DefaultCamelContext());
        settings().forEach(main::addInitialProperty);
        main.addInitialProperty("palyra.connectors.echo.asked.access-dm", "allowlist");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("palyra-inbound-echo")
                        .templateParameter("connectorId")
                        .from("palyra-{{connectorId}}")
                        .choice()
                        .when(simple("${body.isDirectMessage}"))
                        .to("palyra-access:{{connectorId}}")
                        .end()
                        .to("palyra-inbox:{{connectorId}}");
            }
        });
        PalyraConnectors.addTo(main);

        assertThatThrownBy(main::start)
                .hasMessageContainingAll(
                        "the route template palyra-inbound-echo",
                        "echo:asked needs",
                        "palyra-access:{{connectorId}}",
                        "palyra.connectors.echo.asked.access-dm=open");
        main.stop();
        SqlStore.openSqlite(storeUrl(), false, SteadyClock.ofMachine()).close();
    }

    @Test
    void worksInSomebodysCamelMainAndStopsWithIt() throws Exception {
        SimpleMain main = new SimpleMain(new DefaultCamelContext());
        settings().forEach(main::addInitialProperty);
        main.addInitialProperty("palyra.connectors.echo.second.enabled", "true");
        main.addInitialProperty("palyra.daemon.endpoint", "direct:daemon");
        main.configure().addRoutesBuilder(hostsRoutes());
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:daemon")
                        .setBody()
                        .constant("{\"accepted\":true,\"outputs\":[{\"text\":\"{{palyra.daemon.timeout}}\"}]}");
            }
        });
        PalyraConnectors.addTo(main);
        main.start();
        CamelContext context = main.getCamelContext();
        try {
            request(context, "direct:tell", Map.of("CamelPalyraEnvelopeId", "told"), "stand-up");
            assertThat(events.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("told");

            request(
                    context,
                    "direct:hear",
                    Map.of(),
                    "{\"envelope_id\":\"heard\",\"connector_id\":\"echo:second\",\"conversation_id\":\"team\","
                            + "\"sender_id\":\"ann\",\"body\":\"who is on call?\"}");
            assertThat(events.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("heard:0");

            Exchange now = request(
                    context,
                    "direct:now",
                    Map.of(),
                    "{\"envelope_id\":\"now\",\"connector_id\":\"echo:second\",\"conversation_id\":\"team\",\"text\":\"hi\"}");
            assertThat(now.getMessage().getHeader("CamelPalyraReceiptState")).isEqualTo("ack");

            assertThat(context.getRouteController()).isInstanceOf(SupervisingRouteController.class);
            assertThat(HealthCheckHelper.invokeReadiness(context, "full").stream()
                            .map(it -> it.getCheck().getId()))
                    .as("the connectors' own health checks")
                    .contains("daemon");
            assertThatThrownBy(this::openStore)
                    .as("the store while the host runs")
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> PalyraConnectors.addTo(context)).hasMessageContaining("comes too late");
        } finally {
            main.stop();
        }
        assertThatCode(this::openStore)
                .as("the store once the host has stopped")
                .doesNotThrowAnyException();
    }

    private static Exchange request(CamelContext context, String uri, Map<String, Object> headers, String body) {
        Exchange answer = context.createProducerTemplate().request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
        assertThat(answer.getException()).isNull();
        return answer;
    }

    private void openStore() {
        SqlStore.openSqlite(storeUrl(), false, SteadyClock.ofMachine()).close();
    }

    /** Where other libraries look by themselves: the host's Log4j, and the host's Flyway for the host's database. */
    @ParameterizedTest
    @ValueSource(
            strings = {"log4j2.properties", "log4j2.component.properties", "db/migration", "application.properties"})
    void leavesNothingOnTheClassPathThatActsOnTheHost(String name) throws IOException {
        assertThat(Collections.list(getClass().getClassLoader().getResources(name)))
                .extracting(URL::getPath)
                .noneMatch(path -> path.endsWith("/classes/" + name));
    }

    /** Who depends on the jar gets none of these with it. */
    @ParameterizedTest
    @ValueSource(strings = {"log4j-api", "log4j-core", "log4j-jul", "log4j-layout-template-json", "log4j-slf4j2-impl"})
    void bringsNoLogBackend(String artifact) throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .containsPattern("<artifactId>" + artifact
                        + "</artifactId>\\s*(<scope>runtime</scope>\\s*)?<optional>true</optional>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "palyra-outbox:echo:default?conversationId=team",
                "palyra-inbox:echo:default",
            })
    void saysWhichLineIsMissingWhereARouteSends(String uri) {
        assertRefused(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:tell").to(uri);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"palyra-events:*", "palyra-outbox:*", "palyra-inbox:*"})
    void saysWhichLineIsMissingWhereARouteReceives(String uri) {
        assertRefused(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).to("log:seen");
            }
        });
    }

    private static void assertRefused(RouteBuilder routes) {
        assertThatThrownBy(() -> {
                    try (CamelContext context = new DefaultCamelContext()) {
                        context.addRoutes(routes);
                        context.start();
                    }
                })
                .rootCause()
                .hasMessageContaining("palyra-")
                .hasMessageContaining("PalyraConnectors.addTo(main)");
    }

    @Test
    void refusesASettingThatDoesNotExistAndOpensNothing() {
        InvalidSettingException refused = ObjectHelper.getException(
                InvalidSettingException.class, failedStart(Map.of("palyra.outbox.claim-lane", "3"), hostsRoutes()));

        assertThat(refused).isNotNull();
        assertThat(refused.problems())
                .singleElement()
                .asString()
                .contains("palyra.outbox.claim-lane (the properties of the Camel context");
        assertThat(folder.resolve("host.db")).doesNotExist();
    }

    @Test
    void refusesTheIngressOfTheProgram() {
        assertThat(failedStart(Map.of("palyra.ingress.port", "0"), hostsRoutes()))
                .hasStackTraceContaining("palyra.ingress.port is not for a Camel context of somebody else");
    }

    @Test
    void refusesAConnectorThatIsNotDeclared() {
        assertThat(failedStart(Map.of(), hostsRoutes())).hasStackTraceContaining("echo:second");
        openStore();
    }

    @Test
    void closesTheStoreWhereARouteOfTheHostDoesNotStart() {
        assertThat(failedStart(Map.of(), new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("file:" + folder.resolve("missing") + "?startingDirectoryMustExist=true&autoCreate=false")
                                .to("log:seen");
                    }
                }))
                .isNotNull();
        openStore();
    }

    @Test
    void servesTheAdminApiWhereItsPortIsSetAndEndsTheStartWhereThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertThat(failedStart(Map.of("palyra.http.port", port), new RouteBuilder() {
                        @Override
                        public void configure() {}
                    }))
                    .hasStackTraceContaining("palyra.http")
                    .hasStackTraceContaining(port);
            openStore();
            taken.close();
            try (CamelContext context = context(Map.of("palyra.http.port", port))) {
                context.start();
                assertThat(channels(port)).contains("\"echo:default\"");
            }
            assertThatThrownBy(() -> channels(port)).isInstanceOf(IOException.class);
        }
    }

    private static String channels(String port) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/admin/v1/channels");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void leavesStagesAloneThatTheHostHasItself() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (CamelContext context = context(Map.of())) {
            context.addRoutesConfigurations(new RouteConfigurationBuilder() {
                @Override
                public void configuration() {
                    routeConfiguration("own")
                            .onException(Exception.class)
                            .handled(true)
                            .to("palyra-settle:outbox");
                }
            });
            context.addRoutes(ownOutbox("own", seen));
            context.start();

            assertThat(context.getRoutes().stream().map(Route::getRouteId))
                    .containsExactlyInAnyOrder("own-outbox", "daemon", "inbound-echo:default");
            request(
                    context,
                    "palyra-outbox:echo:default?conversationId=team",
                    Map.of("CamelPalyraEnvelopeId", "told"),
                    "hi");
            assertThat(seen.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("echo:default");
        }
    }

    /** Camel applies configurations to routes as they are added: those of the jar come too late for the host's. */
    @Test
    void refusesAStageOfTheHostWhoseFailuresNobodySettles() {
        assertThat(failedStart(Map.of(), ownOutbox("outbox-retries", new LinkedBlockingQueue<>())))
                .hasStackTraceContaining("route own-outbox has no routeConfigurationId whose onException sends to"
                        + " palyra-settle:outbox");
        openStore();
    }

    private static RouteBuilder ownOutbox(String handlers, BlockingQueue<String> seen) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("palyra-outbox:*")
                        .routeId("own-outbox")
                        .routeConfigurationId(handlers)
                        .process(exchange ->
                                seen.add(exchange.getMessage().getHeader("CamelPalyraConnectorId", String.class)))
                        .toD("palyra-${header.CamelPalyraConnectorId}")
                        .to("palyra-settle:outbox");
            }
        };
    }

    private CamelContext context(Map<String, String> more) {
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().addInitialProperty("palyra.store.url", storeUrl());
        PalyraConnectors.addTo(context, more);
        return context;
    }

    /** Why it did not start; it is stopped by then. */
    private Throwable failedStart(Map<String, String> more, RouteBuilder routes) {
        try (CamelContext context = context(more)) {
            context.addRoutes(routes);
            context.start();
            throw new AssertionError("it has started");
        } catch (Exception e) {
            return e;
        }
    }
}
