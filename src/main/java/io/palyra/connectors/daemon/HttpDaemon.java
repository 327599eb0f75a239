package io.palyra.connectors.daemon;

import java.lang.ref.WeakReference;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.util.URISupport;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;

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

    /** Whoever waits for the answer has given up by then, and says so. */
    private static final Duration AFTER_TIMEOUT = Duration.ofSeconds(1);

    private HttpDaemon() {}

    static boolean is(String uri) {
        return uri.startsWith("http:") || uri.startsWith("https:");
    }

    private static HttpClientConfigurer client(long timeoutMs) {
        Executor late = CompletableFuture.delayedExecutor(timeoutMs + AFTER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        return client -> client.disableAutomaticRetries().addExecInterceptorFirst("end", (request, scope, chain) -> {
            endLater(scope.originalRequest, late);
            return chain.proceed(request, scope);
        });
    }

    /**
     * The response timeout is one between two bytes: an answer that drips would hold its thread and its connection for ever.
     * A call that has ended is not kept until then.
     */
    private static void endLater(ClassicHttpRequest call, Executor late) {
        if (call instanceof Cancellable) {
            WeakReference<ClassicHttpRequest> running = new WeakReference<>(call);
            late.execute(() -> {
                if (running.get() instanceof Cancellable stillRunning) {
                    stillRunning.cancel();
                }
            });
        }
    }

    /** The URI together with what it leaves open. */
    static String complete(String uri, long timeoutMs, CamelContext context) throws URISyntaxException {
        context.getRegistry().bind(CLIENT, HttpClientConfigurer.class, client(timeoutMs));
        Map<String, Object> options = new LinkedHashMap<>();
        // Camel asks by GET, and leaves the message out, where the URI has a query
        options.put("httpMethod", "POST");
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
