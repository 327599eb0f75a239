package io.palyra.connectors.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which steps lead to the inbox, and for which of them the connector does not wait. */
class InboxReachTest {

    private static final String STEPS = """
            - route: {id: admits, from: {uri: 'direct:admits', steps: [{to: 'palyra-inbox:echo:default'}]}}
            - route: {id: later, from: {uri: 'seda:later', steps: [{to: 'direct:admits'}]}}
            - route: {id: copies, from: {uri: 'seda:copies', steps: [{to: 'log:x'}]}}
            - route: {id: admits-set, from: {uri: '{{admitting}}', steps: [{to: 'palyra-inbox:echo:default'}]}}
            - route: {id: round, from: {uri: 'direct:round', steps: [{to: 'direct:round'}]}}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {to: 'log:x'}                                                                           | false |
            {to: 'direct:round'}                                                                    | false |
            {to: 'palyra-inbox:echo:default'}                                                       | true  |
            {to: 'direct:admits'}                                                                   | true  |
            {to: '{{admitting}}'}                                                                   | true  |
            {to: 'direct:set'}                                                                      | true  |
            {wireTap: {uri: '{{admitting}}'}}                                                       | true  | wireTap
            {recipientList: {constant: 'log:x,direct:admits'}}                                      | true  |
            {filter: {simple: '${body}', steps: [{to: 'direct:admits'}]}}                           | true  |
            {choice: {when: [{simple: '${body}', steps: [{to: 'direct:admits'}]}]}}                 | true  |
            {choice: {otherwise: {steps: [{to: 'direct:admits'}]}}}                                 | true  |
            {doTry: {steps: [{to: 'log:x'}], doFinally: {steps: [{to: 'direct:admits'}]}}}          | true  |
            {doTry: {steps: [{to: 'log:x'}], doCatch: [{exception: [java.lang.Exception], steps: [{to: 'direct:admits'}]}]}} | true  |
            {circuitBreaker: {steps: [{to: 'log:x'}], onFallback: {steps: [{to: 'direct:admits'}]}}} | true  |
            {multicast: {steps: [{to: 'seda:copies'}, {to: 'direct:admits'}]}}                      | true  |
            {to: {uri: seda, parameters: {name: later, waitForTaskToComplete: Always}}}             | true  |
            {to: 'seda:later?exchangePattern=InOut'}                                                | true  |
            {to: {uri: 'seda:later', pattern: InOut}}                                               | true  |
            {wireTap: {uri: 'palyra-inbox:echo:default'}}                                           | true  | wireTap
            {wireTap: {uri: 'direct:admits'}}                                                       | true  | wireTap
            {to: 'seda:later'}                                                                      | true  | seda:later
            {toD: 'seda:later'}                                                                     | true  | seda:later
            {to: {uri: seda, parameters: {name: later, timeout: 5}}}                                | true  | seda:later
            {aggregate: {correlationExpression: {constant: x}, aggregationStrategy: '#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy', completionSize: 2, steps: [{to: 'direct:admits'}]}}           | true  | aggregate
            {resequence: {constant: x, streamConfig: {}, steps: [{to: 'direct:admits'}]}}           | true  | resequence
            {choice: {when: [{simple: '${body}', steps: [{wireTap: {uri: 'direct:admits'}}]}], otherwise: {steps: [{to: 'direct:admits'}]}}} | true | wireTap
            """)
    void followsTheStepsOfARoute(String step, boolean reached, String unattended) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Properties properties = new Properties();
            properties.put("admitting", "direct:set");
            context.getPropertiesComponent().setInitialProperties(properties);
            String route = "- route: {id: inbound, from: {uri: 'direct:in', steps: [" + step + "]}}\n";
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("routes.camel.yaml", route + STEPS));

            InboxReach reach =
                    InboxReach.of(context, context.getRouteDefinition("inbound").getOutputs());

            assertThat(reach.isReached()).isEqualTo(reached);
            assertThat(reach.unattended()).isEqualTo(unattended);
        }
    }
}
