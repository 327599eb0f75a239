package io.palyra.connectors.routes;

import java.util.Set;
import org.apache.camel.util.URISupport;

/** The endpoints by which one route calls another in this process. Takes URIs as they stand in steps and inputs. */
final class CalledEndpoints {

    private static final Set<String> SCHEMES = Set.of("direct", "seda");

    private CalledEndpoints() {}

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
