package io.palyra.connectors.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A queue stands for the other system: it gives what it was given, as camel-mail does. */
class OutsideHeadersTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        OutsideHeaders.removeIn(context);
        for (String scheme : List.of("seda", "imap", "disruptor")) {
            context.addComponent(scheme, seda());
        }
        context.addComponent("master", new Wrapping());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("imap:in").to("seda:out");
                from("imap:hop")
                        .setHeader("CamelPalyraConversationId", constant("own"))
                        .to("direct:hop");
                from("direct:hop").to("seda:out");
                from("seda:inside").to("seda:out");
                from("disruptor:inside").to("seda:out");
                from("master:imap:wrapped").to("seda:out");
            }
        });
        context.start();
    }

    /** A consumer that looks whether it is to stop every ten milliseconds, and not every second. */
    private Component seda() throws Exception {
        Component seda = new DefaultComponentResolver().resolveComponent("seda", context);
        PropertyBindingSupport.build().bind(context, seda, "defaultPollTimeout", 10);
        return seda;
    }

    /** Its consumer is that of the endpoint behind it, as camel-master's is once it leads. */
    private static final class Wrapping extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Consumer createConsumer(Processor processor) throws Exception {
                    return getCamelContext().getEndpoint(remaining).createConsumer(processor);
                }
            };
        }
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
    }

    private Map<String, Object> through(String endpoint, Map<String, Object> headers) {
        context.createProducerTemplate().sendBodyAndHeaders(endpoint, "hello", headers);
        Exchange out = context.createConsumerTemplate().receive("seda:out", 10_000);
        assertThat(out).isNotNull();
        return out.getMessage().getHeaders();
    }

    @Test
    void nobodyOutsideSaysWhereAMessageGoes() {
        Map<String, Object> headers = through(
                "imap:in",
                Map.of(
                        "CamelPalyraConversationId", "victim",
                        "camelpalyraenvelopeid", "taken",
                        "CAMELPALYRATHREADID", "t",
                        "Subject", "hello"));

        assertThat(headers).containsOnlyKeys("Subject");
    }

    @Test
    void noInputThatWrapsAnotherOneLetsThemThrough() {
        assertThat(through("imap:wrapped", Map.of("CamelPalyraConversationId", "victim")))
                .isEmpty();
    }

    /** All routes share it. */
    @Test
    void aRouteThatIsTakenOutLeavesItToTheOthers() throws Exception {
        String gone = context.getRoutes().stream()
                .filter(route -> route.getEndpoint().getEndpointUri().equals("imap://hop"))
                .findFirst()
                .orElseThrow()
                .getRouteId();
        context.getRouteController().stopRoute(gone);
        context.removeRoute(gone);

        assertThat(through("imap:in", Map.of("CamelPalyraConversationId", "victim")))
                .isEmpty();
    }

    @Test
    void whatARouteSetsIsKept() {
        assertThat(through("imap:hop", Map.of("CAMELPALYRACONVERSATIONID", "victim")))
                .containsOnly(Map.entry("CamelPalyraConversationId", "own"));
        for (String inside : List.of("seda:inside", "disruptor:inside")) {
            assertThat(through(inside, Map.of("CamelPalyraConversationId", "own")))
                    .as(inside)
                    .containsOnly(Map.entry("CamelPalyraConversationId", "own"));
        }
    }
}
