package io.palyra.connectors.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Where other nodes reach a node's admin API: an HTTP address without path, user or query. */
final class NodeUrl {

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final String FORM = "http(s)://<host>[:<port>]";
    private static final int PORT_MAX = 65_535;

    private NodeUrl() {}

    /** @throws IllegalArgumentException as a {@link ValueParser} does */
    static String parse(String text) {
        try {
            URI url = new URI(text.replaceFirst("/$", ""));
            if (url.getScheme() != null
                    && SCHEMES.contains(url.getScheme().toLowerCase(Locale.ROOT))
                    && url.getHost() != null
                    && url.getPort() <= PORT_MAX
                    && url.getRawUserInfo() == null
                    && url.getRawPath().isEmpty()
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null) {
                return url.toString();
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(FORM, e);
        }
        throw new IllegalArgumentException(FORM + ": without path, user or query, the port " + PORT_MAX + " at most");
    }
}
