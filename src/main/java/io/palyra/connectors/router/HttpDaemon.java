package io.palyra.connectors.router;

import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.util.URISupport;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * How a daemon behind HTTP is called unless its URI says otherwise. A call ends by itself, as it cannot be interrupted;
 * it does not wait for a connection that another conversation holds; and the client does not try again on its own (it
 * does so for 429 and 503, and sleeps meanwhile): trying again is for the policies in {@code routes/}.
 */
final class HttpDaemon {

    /** Above the highest {@code palyra.daemon.concurrency}, which is what bounds the connections. */
    private static final int CONNECTIONS_MAX = 20_000;

    /** A connection that takes longer is none, and the message certainly not taken; the answer has the whole timeout. */
    private static final Duration CONNECT_TIMEOUT_MAX = Duration.ofSeconds(10);

    private static final String CLIENT = "palyraDaemonHttpClient";
    private static final HttpClientConfigurer NO_RETRIES = HttpClientBuilder::disableAutomaticRetries;

    private HttpDaemon() {}

    static boolean is(String uri) {
        return uri.startsWith("http:") || uri.startsWith("https:");
    }

    /** The URI together with what it leaves open. */
    static String complete(String uri, long timeoutMs, CamelContext context) throws URISyntaxException {
        context.getRegistry().bind(CLIENT, HttpClientConfigurer.class, NO_RETRIES);
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("httpClientConfigurer", "#" + CLIENT);
        options.put("connectTimeout", Math.min(timeoutMs, CONNECT_TIMEOUT_MAX.toMillis()));
        options.put("connectionRequestTimeout", timeoutMs);
        options.put("responseTimeout", timeoutMs);
        options.put("connectionsPerRoute", CONNECTIONS_MAX);
        options.put("maxTotalConnections", CONNECTIONS_MAX);
        options.keySet().removeIf(name -> uri.contains(name + "="));
        return URISupport.appendParametersToURI(uri, options);
    }
}
