package io.palyra.connectors.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On which ways through a route the inbox is reached without the step that asks for access. */
class AccessReachTest {

    private static final String ROUTES = """
            - route: {id: asks, from: {uri: 'direct:asks', steps: [{to: 'palyra-access:discord:ops'}]}}
            - route: {id: asks-any, from: {uri: 'direct:asks-any', steps: [{toD: 'palyra-access:${header.CamelPalyraConnectorId}'}]}}
            - route: {id: asks-later, from: {uri: 'seda:asks', steps: [{to: 'palyra-access:discord:ops'}]}}
            - route: {id: asks-another, from: {uri: 'direct:asks-another', steps: [{to: 'palyra-access:discord:eu'}]}}
            - route: {id: asks-some, from: {uri: 'direct:asks-some', steps: [{filter: {simple: '${body}', steps: [{to: 'direct:asks'}]}}]}}
            - route: {id: stops-some, from: {uri: 'direct:stops-some', steps: [{choice: {when: [{simple: '${body}', steps: [{stop: {}}]}], otherwise: {steps: [{to: 'direct:asks'}]}}}]}}
            - route: {id: fails-some, from: {uri: 'direct:fails-some', steps: [{choice: {when: [{simple: '${body}', steps: [FAIL]}], otherwise: {steps: [{to: 'direct:asks'}]}}}]}}
            - route: {id: admits, from: {uri: 'direct:admits', steps: [{to: 'palyra-inbox:discord:ops'}]}}
            - route: {id: admits-set, from: {uri: '{{admitting}}', steps: [{to: 'palyra-inbox:discord:ops'}]}}
            - route: {id: round, from: {uri: 'direct:round', steps: [{filter: {simple: '${body}', steps: [{to: 'direct:round'}, {to: 'direct:admits'}]}}]}}
            - route: {id: asks-round, from: {uri: 'direct:asks-round', steps: [{to: 'direct:asks'}, {filter: {simple: '${body}', steps: [{to: 'direct:asks-round'}]}}]}}
            """;

    private static final String ASK = "{to: 'palyra-access:{{connectorId}}'}";
    private static final String FAIL = "{throwException: {exceptionType: java.lang.IllegalStateException, message: x}}";
    private static final String ADMIT = "{to: 'palyra-inbox:{{connectorId}}'}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ADMIT                                                                                      | false
            ASK, ADMIT                                                                                 | true
            ASK, {to: 'direct:admits'}                                                                 | true
            ADMIT, ASK                                                                                 | false
            {log: 'x'}, ASK, {setBody: {constant: x}}, ADMIT                                           | true
            {to: 'palyra-access:{{connectorId}}?lazyStartProducer=true'}, ADMIT                        | true
            {to: {uri: 'palyra-access', parameters: {connector: '{{connectorId}}'}}}, ADMIT            | true
            {to: '{{asking}}'}, ADMIT                                                                  | true
            {toD: 'palyra-access:${body.connectorId}'}, ADMIT                                          | true
            {to: 'palyra-access:discord:ops'}, ADMIT                                                   | true
            {to: 'palyra-access:discord:eu'}, ADMIT                                                    | false
            {to: {uri: 'palyra-access:{{connectorId}}', disabled: true}}, ADMIT                        | false
            {to: {uri: 'palyra-access:{{connectorId}}', disabled: '{{off}}'}}, ADMIT                   | false
            {to: 'direct:asks'}, ADMIT                                                                 | true
            {to: 'direct:asks-any'}, ADMIT                                                             | true
            {to: 'direct:asks-another'}, ADMIT                                                         | false
            {to: 'direct:asks-some'}, ADMIT                                                            | false
            {to: 'direct:stops-some'}, ADMIT                                                           | true
            {to: 'direct:nobody'}, ADMIT                                                               | false
            {to: '{{admitting}}'}                                                                      | false
            {to: 'direct:set'}                                                                         | false
            ASK, {to: '{{admitting}}'}                                                                 | true
            {to: 'direct:round'}, ADMIT                                                                | false
            ASK, {to: 'direct:round'}                                                                  | true
            {to: 'direct:asks-round'}, ADMIT                                                           | true
            {to: 'seda:asks'}, ADMIT                                                                   | false
            {to: 'seda:asks?waitForTaskToComplete=Always'}, ADMIT                                      | true
            {wireTap: {uri: 'direct:asks'}}, ADMIT                                                     | false
            {wireTap: {uri: 'direct:admits'}}, ASK, ADMIT                                              | false
            {enrich: {constant: 'direct:admits'}}, ASK                                                 | false
            {recipientList: {constant: 'direct:admits,log:x'}}                                         | false
            ASK, {recipientList: {constant: 'direct:admits,log:x'}}                                    | true
            {filter: {simple: '${body}', steps: [ASK]}}, ADMIT                                         | false
            {filter: {simple: '${body}', steps: [ASK, ADMIT]}}                                         | true
            ASK, {filter: {simple: '${body}', steps: [ADMIT]}}                                         | true
            {filter: {simple: '${body}', steps: [{stop: {}}]}}, ASK, ADMIT                             | true
            {filter: {simple: '${body}', steps: [{stop: {}}]}}, ADMIT                                  | false
            {choice: {when: [{simple: '${body}', steps: [ASK]}], otherwise: {steps: [ASK]}}}, ADMIT    | true
            {choice: {when: [{simple: '${body}', steps: [ASK]}]}}, ADMIT                               | false
            {choice: {when: [{simple: '${body}', steps: [ASK]}], otherwise: {disabled: true, steps: [ASK]}}}, ADMIT | false
            {choice: {when: [{simple: '${body}', steps: [{stop: {}}]}], otherwise: {steps: [ASK]}}}, ADMIT | true
            {choice: {when: [{simple: '${body}', steps: [FAIL]}], otherwise: {steps: [ASK]}}}, ADMIT   | true
            {choice: {when: [{simple: '${body}', steps: [{rollback: {message: x}}]}], otherwise: {steps: [ASK]}}}, ADMIT | true
            {onException: {exception: [java.lang.Exception], continued: {constant: true}}}, {choice: {when: [{simple: '${body}', steps: [FAIL]}], otherwise: {steps: [ASK]}}}, ADMIT | false
            {to: 'direct:fails-some'}, ADMIT                                                           | true
            {multicast: {steps: [{to: 'direct:fails-some'}]}}, ADMIT                                   | false
            {doTry: {steps: [FAIL], doCatch: [{exception: [java.lang.Exception], steps: [{log: x}]}]}}, ADMIT | false
            {doTry: {steps: [FAIL], doCatch: [{exception: [java.lang.Exception], steps: [ASK]}]}}, ADMIT | true
            {choice: {when: [{simple: '${body}', steps: [ADMIT]}], otherwise: {steps: [ASK, ADMIT]}}}  | false
            {choice: {when: [{simple: '${body}', steps: [{log: x}]}], otherwise: {steps: [ASK]}}}, ADMIT | false
            {loadBalance: {roundRobinLoadBalancer: {}, steps: [ASK, {to: 'direct:asks'}]}}, ADMIT      | true
            {loadBalance: {roundRobinLoadBalancer: {}, steps: [ASK, {log: x}]}}, ADMIT                 | false
            {multicast: {steps: [ASK, {log: x}]}}, ADMIT                                               | true
            {multicast: {steps: [ASK, ADMIT]}}                                                         | true
            {multicast: {steps: [ADMIT, ASK]}}                                                         | false
            {multicast: {parallelProcessing: true, steps: [ASK, ADMIT]}}                               | false
            {multicast: {steps: [{to: 'direct:stops-some'}]}}, ADMIT                                   | false
            {split: {simple: '${body}', steps: [ASK]}}, ADMIT                                          | false
            {split: {simple: '${body}', steps: [ASK, ADMIT]}}                                          | true
            {loop: {constant: 2, steps: [ASK]}}, ADMIT                                                 | false
            {idempotentConsumer: {simple: '${body}', idempotentRepository: '#x', steps: [ASK]}}, ADMIT | false
            {pipeline: {steps: [ASK]}}, ADMIT                                                          | true
            {step: {steps: [ASK]}}, ADMIT                                                              | true
            {doTry: {steps: [ASK, ADMIT], doCatch: [{exception: [java.lang.Exception], steps: [{log: x}]}]}} | true
            {doTry: {steps: [ASK], doCatch: [{exception: [java.lang.Exception], steps: [{log: x}]}]}}, ADMIT | false
            {doTry: {steps: [ASK], doCatch: [{exception: [java.lang.Exception], steps: [{stop: {}}]}]}}, ADMIT | true
            {doTry: {steps: [ASK], doCatch: [{exception: [java.lang.Exception], steps: [ADMIT]}]}}     | false
            {doTry: {steps: [ASK], doFinally: {steps: [ADMIT]}}}                                       | false
            {doTry: {steps: [{log: x}], doFinally: {steps: [ASK]}}}, ADMIT                             | true
            {circuitBreaker: {steps: [ASK]}}, ADMIT                                                    | true
            {circuitBreaker: {steps: [ASK], onFallback: {steps: [{log: x}]}}}, ADMIT                   | false
            {circuitBreaker: {steps: [ASK], onFallback: {steps: [ADMIT]}}}                             | false
            {onCompletion: {steps: [{to: 'direct:admits'}]}}, ASK, ADMIT                               | false
            """)
    void followsEachWay(String steps, boolean asked) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Properties properties = new Properties();
            properties.put("asking", "palyra-access:discord:ops");
            properties.put("admitting", "direct:set");
            properties.put("off", "true");
            context.getPropertiesComponent().setInitialProperties(properties);
            String route = "- route: {id: inbound, from: {uri: 'direct:in', steps: [" + steps + "]}}\n";
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString(
                            "routes.camel.yaml",
                            (route + ROUTES)
                                    .replace("ASK", ASK)
                                    .replace("ADMIT", ADMIT)
                                    .replace("FAIL", FAIL)));

            assertThat(AccessReach.isAlwaysAsked(
                            context, context.getRouteDefinition("inbound"), ConnectorId.of("discord:ops")))
                    .isEqualTo(asked);
        }
    }
}
