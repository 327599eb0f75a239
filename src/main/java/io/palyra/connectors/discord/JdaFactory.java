package io.palyra.connectors.discord;

import com.neovisionaries.ws.client.WebSocketFactory;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.http.GuardedClient;
import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLSocketFactory;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import okhttp3.OkHttpClient;

/** Sets JDA up to wait for nothing, to repeat nothing, to keep no cache, and to reach only what the egress guard allows. */
final class JdaFactory {

    /** At most so long between two attempts to be back at the gateway. */
    private static final int RECONNECT_DELAY_MAX_S = 60;

    private JdaFactory() {}

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
                        .setConnectionTimeout((int) GuardedClient.CONNECT_TIMEOUT.toMillis()))
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
