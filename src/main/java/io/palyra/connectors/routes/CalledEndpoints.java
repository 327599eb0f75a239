package io.palyra.connectors.routes;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.util.URISupport;

/** The endpoints by which one route calls another in this process. */
final class CalledEndpoints {

    private static final Set<String> SCHEMES = Set.of("direct", "seda");

    private CalledEndpoints() {}

    /** With its placeholders resolved; as it stands where one is only known when the route is made. */
    static String resolved(CamelContext context, String text) {
        try {
            return context.resolvePropertyPlaceholders(text);
        } catch (RuntimeException e) {
            // The parameter of a template, or said when the route is made
            return text;
        }
    }

    static boolean isOne(String uri) {
        return SCHEMES.contains(scheme(uri));
    }

    static String scheme(String uri) {
        return uri.replaceFirst(":.*", "");
    }

    /** Without options, and in one spelling: two with one name are the same endpoint. */
    static String name(String uri) {
        return URISupport.stripQuery(uri).replaceFirst("^(\\w+):(//)?", "$1:");
    }
}
