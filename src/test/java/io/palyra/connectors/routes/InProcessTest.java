package io.palyra.connectors.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a core stage calls stays in a simulation, wherever in a step the call stands. */
class InProcessTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{to: 'direct:called'}",
                "{toD: 'seda:${header.where}'}",
                "{filter: {simple: '${body}', steps: [{wireTap: {uri: 'direct:called'}}]}}",
                "{choice: {when: [{simple: '${body}', steps: [{to: 'direct:called'}]}]}}",
                "{choice: {otherwise: {steps: [{to: 'direct:called'}]}}}",
                "{doTry: {steps: [{to: 'direct:called'}], doFinally: {steps: [{log: x}]}}}",
                "{doTry: {steps: [{log: x}], doCatch: [{exception: [java.lang.Exception], steps: [{to: 'direct:called'}]}]}}",
                "{doTry: {steps: [{log: x}], doFinally: {steps: [{to: 'direct:called'}]}}}",
                "{circuitBreaker: {steps: [{to: 'direct:called'}]}}",
                "{circuitBreaker: {steps: [{log: x}], onFallback: {steps: [{to: 'direct:called'}]}}}",
                "{to: 'palyra-daemon:default?endpoint=direct:called'}",
                "{recipientList: {constant: 'log:x,direct:called'}}",
            })
    void whatAStepCallsStays(String step) throws Exception {
        assertThat(leftOut(step)).doesNotContain("called (from direct:called)").contains("folder (from file:folder)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{log: 'direct:called'}", "{to: 'direct:other'}"})
    void whatNobodyCallsIsLeftOut(String step) throws Exception {
        assertThat(leftOut(step)).containsExactly("called (from direct:called)", "folder (from file:folder)");
    }

    private static Set<String> leftOut(String step) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("routes.camel.yaml", """
                    - route: {id: core, from: {uri: 'palyra-inbox:*', steps: [%s]}}
                    - route: {id: called, from: {uri: 'direct:called', steps: [{log: x}]}}
                    - route: {id: folder, from: {uri: 'file:folder', steps: [{to: 'direct:called'}]}}
                    """.formatted(step)));
            return InProcess.keepOnly(context);
        }
    }
}
