package io.palyra.connectors.adapter;

import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/** What endpoints need around them: parts of the program, in the registry of their Camel context. */
public final class ProgramParts {

    private ProgramParts() {}

    /**
     * Called when a route is made, so that a context without them does not start.
     *
     * @param uri of the endpoint that needs it
     * @throws IllegalStateException with the line that is missing
     */
    public static <T> T require(CamelContext context, String uri, Class<T> type) {
        return orRefuse(CamelContextHelper.findSingleByType(context, type), uri);
    }

    /** The same for one of several of a type. */
    public static <T> T require(CamelContext context, String uri, String name, Class<T> type) {
        return orRefuse(CamelContextHelper.lookup(context, name, type), uri);
    }

    private static <T> T orRefuse(@Nullable T part, String uri) {
        if (part == null) {
            throw new IllegalStateException(uri + " needs the connectors in this Camel context: call"
                    + " PalyraConnectors.addTo(main), or addTo(camelContext), before it starts");
        }
        return part;
    }
}
