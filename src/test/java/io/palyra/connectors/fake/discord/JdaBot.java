package io.palyra.connectors.fake.discord;

import static org.awaitility.Awaitility.await;

import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.RawGatewayEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestAction;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.utils.Compression;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.internal.requests.RestActionImpl;
import okhttp3.OkHttpClient;

/** The real JDA, pointed at a {@link FakeDiscord}, with an ear for every event. */
final class JdaBot implements AutoCloseable, EventListener {

    private final ExecutorService sessions = Executors.newSingleThreadExecutor();
    private final JDA jda;
    private final List<GenericEvent> events = new CopyOnWriteArrayList<>();

    JdaBot(FakeDiscord discord) {
        this(discord, Compression.NONE);
    }

    JdaBot(FakeDiscord discord, Compression compression) {
        this(discord, compression, false);
    }

    /** @param retrying whether OkHttp may send a request again by itself */
    JdaBot(FakeDiscord discord, Compression compression, boolean retrying) {
        // Else a failure callback can be swallowed, and the future never completes
        RestAction.setPassContext(false);
        jda = JDABuilder.createLight(
                        discord.token(),
                        EnumSet.of(
                                GatewayIntent.GUILD_MESSAGES,
                                GatewayIntent.DIRECT_MESSAGES,
                                GatewayIntent.MESSAGE_CONTENT))
                .setRestConfig(new RestConfig().setBaseUrl(discord.restUrl()))
                .setSessionController(new ConcurrentSessionController() {
                    @Override
                    public String getGateway() {
                        return discord.gatewayUrl();
                    }

                    @Override
                    public void appendSession(SessionConnectNode node) {
                        // At once: JDA leaves five seconds between two sessions, as Discord asks
                        sessions.execute(() -> {
                            try {
                                node.run(false);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
                    }
                })
                .setHttpClientBuilder(new OkHttpClient.Builder()
                        // Else OkHttp itself sends a POST again when a kept connection breaks
                        .retryOnConnectionFailure(retrying)
                        // In place of ten: a test waits for it
                        .readTimeout(1, TimeUnit.SECONDS))
                .setRequestTimeoutRetry(false)
                .setCompression(compression)
                .setRawEventsEnabled(true)
                .setEnableShutdownHook(false)
                .addEventListeners(this)
                .build();
    }

    @Override
    public void onEvent(GenericEvent event) {
        events.add(event);
    }

    /** A bot that is closed while it connects leaves a thread that fails in a later test. */
    JdaBot connected() {
        await().until(() -> jda.getStatus() == JDA.Status.CONNECTED);
        return this;
    }

    JDA jda() {
        return jda;
    }

    <T extends GenericEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The texts of the messages that the gateway told of. */
    List<String> heard() {
        return events(RawGatewayEvent.class).stream()
                .filter(event -> event.getType().equals("MESSAGE_CREATE"))
                .map(event -> event.getPayload().getString("content"))
                .toList();
    }

    CompletableFuture<DataObject> post(Channel channel, String text, String nonce) {
        return posting(channel, text, nonce).submit();
    }

    /** By route: JDA's own view of the channel has no say. */
    RestAction<DataObject> posting(Channel channel, String text, String nonce) {
        DataObject body =
                DataObject.empty().put("content", text).put("nonce", nonce).put("enforce_nonce", true);
        return new RestActionImpl<>(
                jda,
                Route.Messages.SEND_MESSAGE.compile(channel.id()),
                body,
                (response, request) -> response.getObject());
    }

    RestAction<Void> deletion(Channel channel, String id) {
        return new RestActionImpl<>(jda, Route.Messages.DELETE_MESSAGE.compile(channel.id(), id));
    }

    @Override
    public void close() {
        jda.shutdownNow();
        sessions.shutdownNow();
    }
}
