package io.palyra.connectors.program;

import com.fasterxml.jackson.databind.Module;
import io.palyra.connectors.protocol.WireFormat;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.spi.DataFormatCustomizer;

/**
 * {@code json:} in routes: Jackson with its own defaults, which also reads and writes the records of {@code protocol} as
 * they are on the wire. A route's own {@code moduleRefs} take the place of it.
 */
final class RoutesJson {

    static final String MODULE = "palyraJson";

    private RoutesJson() {}

    static void bind(CamelContext context) {
        context.getRegistry().bind(MODULE, Module.class, WireFormat.module());
        DataFormatCustomizer customizer = (name, format) -> {
            if (format instanceof JacksonDataFormat json) {
                json.setModuleRefs(MODULE);
            }
        };
        context.getRegistry().bind("palyraJsonCustomizer", DataFormatCustomizer.class, customizer);
    }
}
