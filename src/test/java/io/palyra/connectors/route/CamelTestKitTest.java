package io.palyra.connectors.route;

import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.test.PalyraTestSupport;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** The shipped base class: Camel's own test support does with the program what it does with any context. */
class CamelTestKitTest extends PalyraTestSupport {

    @Override
    protected void configureProgram(PalyraExtension program) {
        program.settings("greeting=good morning");
    }

    @Override
    public boolean isUseAdviceWith() {
        return true;
    }

    @Override
    public String isMockEndpoints() {
        return "palyra-daemon:*";
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:greet")
                        .setBody(simple("{{greeting}}"))
                        .to("palyra-outbox:echo:default?conversationId=team");
            }
        };
    }

    @Test
    void stepsAreAdvisedByTheirIdsBeforeTheStart() throws Exception {
        AdviceWith.adviceWith(
                context, "outbox", route -> route.weaveById("deliver").before().to("mock:before-delivery"));
        startCamelContext();
        MockEndpoint before = getMockEndpoint("mock:before-delivery");
        before.expectedMessageCount(2);
        getMockEndpoint("mock:palyra-daemon:default").expectedMessageCount(1);

        template.sendBody("direct:greet", "");
        palyra.whenPlatformSays("other", "hello");

        palyra.assertDelivered("team", "good morning");
        palyra.assertDelivered("other", "echo: hello");
        MockEndpoint.assertIsSatisfied(context);
    }

    @Test
    void theInboundRouteIsAdvisedOnceItIsThere() throws Exception {
        startCamelContext();
        palyra.adviceWith(
                "inbound-echo:default",
                route -> route.weaveById("admit").before().to("mock:before-admission"));
        getMockEndpoint("mock:before-admission").expectedMessageCount(1);

        palyra.whenPlatformSays("team", "hello");

        palyra.assertDelivered("team", "echo: hello");
        MockEndpoint.assertIsSatisfied(context);
    }
}
