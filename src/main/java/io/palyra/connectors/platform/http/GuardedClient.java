package io.palyra.connectors.platform.http;

import io.palyra.connectors.net.EgressGuard;
import java.net.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Sets an HTTP client up to reach only what the egress guard allows, to follow nothing, and to send what is asked for once. The
 * client may be handed to a platform's own library; only its timeouts and its connection pool are to be changed.
 */
public final class GuardedClient {

    /** For one address; the next one of the host is tried then, as long as nothing was written. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** The deadline of each request is its own, see {@link PlatformExchange#deadline}; this is for what has none. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    /** One for each conversation in delivery, by default; OkHttp alone would keep five and open the others anew. */
    private static final int IDLE_CONNECTIONS_MAX = 64;

    private static final long IDLE_MINUTES = 5;

    private GuardedClient() {}

    /**
     * Whoever closes the session ends the client: {@code dispatcher().cancelAll()}, {@code connectionPool().evictAll()}.
     *
     * @param time told what each answer says of the time
     */
    public static OkHttpClient.Builder builder(EgressGuard guard, PlatformExchange exchange, PlatformTime time) {
        return new OkHttpClient.Builder()
                .socketFactory(guard.sockets())
                .proxy(Proxy.NO_PROXY)
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS_MAX, IDLE_MINUTES, TimeUnit.MINUTES))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .authenticator(Authenticator.NONE)
                .proxyAuthenticator(Authenticator.NONE)
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(CALL_TIMEOUT)
                .writeTimeout(CALL_TIMEOUT)
                .callTimeout(CALL_TIMEOUT)
                .addInterceptor(exchange)
                .addNetworkInterceptor(exchange.oneRequest())
                .addNetworkInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    time.answered(response.header("Date"));
                    return response;
                });
    }
}
