package io.palyra.connectors.discord;

import com.neovisionaries.ws.client.WebSocketFactory;
import io.palyra.connectors.net.EgressGuard;
import java.net.Proxy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** Sets JDA up to wait for nothing, to repeat nothing, to keep no cache, and to reach only what the egress guard allows. */
final class JdaFactory {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** The deadline of each request is its own; this is for what has none. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    /** One for each conversation in delivery, by default; OkHttp alone would keep five and open the others anew. */
    private static final int IDLE_CONNECTIONS_MAX = 64;

    private static final long IDLE_MINUTES = 5;

    /** At most so long between two attempts to be back at the gateway. */
    private static final int RECONNECT_DELAY_MAX_S = 60;

    private JdaFactory() {}

    static OkHttpClient http(EgressGuard guard, RestInterceptor interceptor, PlatformTime time) {
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
                .addInterceptor(interceptor)
                .addNetworkInterceptor(new OneRequest())
                .addNetworkInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    time.answered(response.header("Date"));
                    return response;
                })
                .build();
    }

    /**
     * Logs in and begins to open the gateway session in the background.
     *
     * @param gateway where it waits before it connects to the gateway
     * @param events one thread, so that events keep their order; it may be busy until listeners are there
     */
    static JDA build(
            String token,
            DiscordOptions options,
            EgressGuard guard,
            OkHttpClient http,
            ExecutorService events,
            GatewayQueue gateway) {
        EgressGuard paced = guard.behind(gateway);
        EnumSet<GatewayIntent> intents = EnumSet.of(GatewayIntent.GUILD_MESSAGES, GatewayIntent.DIRECT_MESSAGES);
        if (options.messageContent()) {
            intents.add(GatewayIntent.MESSAGE_CONTENT);
        }
        return JDABuilder.createLight(token, intents)
                .setHttpClient(http)
                .setWebsocketFactory(new WebSocketFactory()
                        .setSocketFactory(paced.sockets())
                        .setSSLSocketFactory(paced.tlsSockets((SSLSocketFactory) SSLSocketFactory.getDefault()))
                        .setConnectionTimeout((int) CONNECT_TIMEOUT.toMillis()))
                .setRestConfig(new RestConfig()
                        .setBaseUrl(options.restUrl().toString())
                        .setRateLimiterFactory(config -> new DirectRateLimiter()))
                .setSessionController(gateway)
                .setEventPool(events, true)
                .setCallbackPool(new CallerExecutor(), true)
                .setMaxReconnectDelay(RECONNECT_DELAY_MAX_S)
                .setRequestTimeoutRetry(false)
                .setRawEventsEnabled(true)
                .setEnableShutdownHook(false)
                .setContextEnabled(false)
                .build();
    }
}
