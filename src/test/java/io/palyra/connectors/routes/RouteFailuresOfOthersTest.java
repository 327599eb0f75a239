package io.palyra.connectors.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.LogLines;
import java.io.IOException;
import java.time.Clock;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user says about failures holds as in Camel: nothing of it is replaced, and no failure is told by nobody. */
class RouteFailuresOfOthersTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final LogLines said = LogLines.of(RouteFailures.class);

    @BeforeEach
    void start() {
        // Whatever tests before have left of the logs
        Configurator.setLevel(RouteFailures.class, Level.WARN);
        RouteFailures.tellIn(context, Clock.systemUTC());
        context.start();
    }

    @AfterEach
    void stop() throws IOException {
        said.close();
        context.close();
        Configurator.setLevel(RouteFailures.class, (Level) null);
    }

    private void load(String name, String text) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, text));
    }

    private void isDead(String letter) throws InterruptedException {
        MockEndpoint dead = context.getEndpoint("mock:dead", MockEndpoint.class);
        dead.expectedBodiesReceived(letter);
        context.createFluentProducerTemplate().to("direct:in").withBody(letter).send();
        dead.assertIsSatisfied();
    }

    private static String route(String more) {
        return """
                - route:
                    id: in
                %s
                    from:
                      uri: direct:in
                      steps:
                        - throwException: {exceptionType: java.lang.IllegalStateException, message: no room}
                """.formatted(more);
    }

    @Test
    void theTextThatAStepQuotesIsLeftOutOfTheLog() throws Exception {
        load("a.camel.yaml", route("").replace("no room", "'no sense in <${body}>'"));

        context.createFluentProducerTemplate()
                .to("direct:in")
                .withBody("a secret")
                .send();

        await().untilAsserted(() ->
                assertThat(said.lines()).anySatisfy(line -> assertThat(line).contains("no sense in <[text]>")));
        assertThat(said.lines()).noneMatch(line -> line.contains("a secret"));
    }

    @Test
    void anErrorHandlerOfARouteConfigurationHolds() throws Exception {
        load(
                "a.camel.yaml",
                "- routeConfiguration: {errorHandler: {deadLetterChannel: {deadLetterUri: 'mock:dead'}}}\n"
                        + route(""));
        isDead("a");
    }

    @Test
    void anErrorHandlerOfANamedRouteConfigurationHolds() throws Exception {
        load(
                "a.camel.yaml",
                "- routeConfiguration: {id: mine, errorHandler: {deadLetterChannel: {deadLetterUri: 'mock:dead'}}}\n"
                        + route("    routeConfigurationId: mine"));
        isDead("a");
    }

    @Test
    void anErrorHandlerOfAFileHolds() throws Exception {
        load("a.camel.yaml", "- errorHandler: {deadLetterChannel: {deadLetterUri: 'mock:dead'}}\n" + route(""));
        isDead("a");
    }

    @Test
    void anErrorHandlerOfARouteHolds() throws Exception {
        load("a.camel.yaml", route("    errorHandler: {deadLetterChannel: {deadLetterUri: 'mock:dead'}}"));
        isDead("a");
    }

    @Test
    void anErrorHandlerThatIsABeanHolds() throws Exception {
        context.getRegistry().bind("mine", new DeadLetterChannelDefinition("mock:dead"));
        load("a.camel.yaml", route("    errorHandlerRef: mine"));
        isDead("a");
    }

    @Test
    void anErrorHandlerOfATemplateHolds() throws Exception {
        load("a.camel.yaml", """
                - routeTemplate:
                    id: t
                    parameters: [{name: word}]
                    from:
                      uri: direct:in
                      steps:
                        - throwException: {exceptionType: java.lang.IllegalStateException, message: "{{word}}"}
                - templatedRoute: {routeTemplateRef: t, parameters: [{name: word, value: x}]}
                - routeConfiguration: {errorHandler: {deadLetterChannel: {deadLetterUri: 'mock:dead'}}}
                """);
        isDead("a");
    }

    @Test
    void onExceptionOfAConfigurationHolds() throws Exception {
        load("a.camel.yaml", """
                - routeConfiguration:
                    onException:
                      - onException:
                          exception: [java.lang.IllegalStateException]
                          handled: {constant: 'true'}
                          redeliveryPolicy: {maximumRedeliveries: 2, redeliveryDelay: 1}
                          steps: [{to: 'mock:dead'}]
                """ + route(""));
        isDead("a");
    }

    @Test
    void anErrorHandlerOfJavaHolds() throws Exception {
        context.addRoutes(new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                routeConfiguration().errorHandler(deadLetterChannel("mock:dead"));
            }
        });
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").throwException(new IllegalStateException("no room"));
            }
        });
        isDead("a");
    }

    @Test
    void withoutAnErrorHandlerTheConsumerTells() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:bare?repeatCount=1&delay=0")
                        .errorHandler(noErrorHandler())
                        .throwException(new IllegalStateException("no room"));
            }
        });
        await().untilAsserted(() -> assertThat(said.lines()).anyMatch(line -> line.contains("no room")));
    }

    @Test
    void anErrorHandlerTellsOnce() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:told?repeatCount=3&delay=0&period=1")
                        .routeId("told")
                        .to("mock:told")
                        .throwException(new IllegalStateException("no room"))
                        .id("step");
            }
        });
        MockEndpoint told = context.getEndpoint("mock:told", MockEndpoint.class);
        told.expectedMessageCount(3);
        told.assertIsSatisfied();
        // By the third one, the consumer is done with the first two
        assertThat(said.lines())
                .containsExactly("ERROR Route told failed at step step: IllegalStateException: no room");
    }

    @Test
    void aConsumerBridgesAsItIsTold() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).to("mock:dead");
                from("file:/nosuch/folder?autoCreate=false&directoryMustExist=true&bridgeErrorHandler=true&initialDelay=0")
                        .to("mock:never");
            }
        });
        MockEndpoint dead = context.getEndpoint("mock:dead", MockEndpoint.class);
        await().untilAsserted(() -> assertThat(dead.getReceivedCounter()).isPositive());
    }
}
