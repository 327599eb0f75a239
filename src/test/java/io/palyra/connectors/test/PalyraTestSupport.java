package io.palyra.connectors.test;

import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;

/**
 * Camel's own test support, with the program as its context: {@code template}, {@code getMockEndpoint}, {@code
 * isMockEndpointsAndSkip}, {@code createRouteBuilder} and {@code isUseAdviceWith} work as they do there. Each test has a
 * program of its own, which {@link #palyra} moves and looks at.
 */
public abstract class PalyraTestSupport extends CamelTestSupport {

    protected final PalyraExtension palyra = PalyraExtension.program();

    /** What the program is started with: routes, settings, connectors. */
    protected abstract void configureProgram(PalyraExtension program) throws Exception;

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withCamelContextService(new Service() {
            @Override
            public void start() {
                palyra.startPrepared();
            }

            @Override
            public void stop() {
                palyra.close();
            }
        });
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        configureProgram(palyra);
        palyra.prepare();
        return palyra.context();
    }
}
