package io.palyra.connectors.fake.discord;

import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.RawGatewayEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.internal.requests.RestActionImpl;
import okhttp3.OkHttpClient;

/** The real JDA, pointed at a {@link FakeDiscord}, with an ear for every event. */
final class JdaBot implements AutoCloseable, EventListener {

    private final JDA jda;
    private final List<GenericEvent> events = new CopyOnWriteArrayList<>();

    JdaBot(FakeDiscord discord) {
        this(discord, discord.token());
    }

    JdaBot(FakeDiscord discord, String token) {
        jda = JDABuilder.createLight(
                        token,
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
                })
                // One second in place of ten: a test waits for a read timeout
                .setHttpClientBuilder(new OkHttpClient.Builder().readTimeout(1, TimeUnit.SECONDS))
                .setRequestTimeoutRetry(false)
                .setRawEventsEnabled(true)
                .setEnableShutdownHook(false)
                .addEventListeners(this)
                .build();
    }

    @Override
    public void onEvent(GenericEvent event) {
        events.add(event);
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
        DataObject body =
                DataObject.empty().put("content", text).put("nonce", nonce).put("enforce_nonce", true);
        RestActionImpl<DataObject> action = new RestActionImpl<>(
                jda,
                Route.Messages.SEND_MESSAGE.compile(channel.id()),
                body,
                (response, request) -> response.getObject());
        // Else a failure callback can be swallowed, and the future never completes
        RestActionImpl.setPassContext(false);
        return action.submit();
    }

    @Override
    public void close() {
        jda.shutdownNow();
    }
}
