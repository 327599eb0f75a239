package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.Recording;
import io.palyra.connectors.fake.http.WebSockets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.java_websocket.WebSocket;

/** What the gateway answers to what a bot says. */
final class GatewayProtocol implements WebSockets.Links<GatewayLink> {

    private static final int HEARTBEAT = 1;
    private static final int IDENTIFY = 2;
    private static final int RESUME = 6;
    private static final int INVALID_SESSION = 9;
    private static final int HELLO = 10;
    private static final int HEARTBEAT_ACK = 11;

    private static final int UNKNOWN_ERROR = 4000;
    private static final int DECODE_ERROR = 4002;
    private static final int AUTHENTICATION_FAILED = 4004;
    private static final int DISALLOWED_INTENTS = 4014;

    private final GatewayScript script;
    private final GatewaySessions sessions;
    private final Snowflakes ids;
    private final Directory directory;
    private final Predicate<String> token;
    private final LongSupplier allowedIntents;
    private final Supplier<String> url;
    private final Function<Guild, ObjectNode> guildView;
    private final Recording<JsonNode> received = new Recording<>();

    GatewayProtocol(
            GatewayScript script,
            GatewaySessions sessions,
            Snowflakes ids,
            Directory directory,
            Predicate<String> token,
            LongSupplier allowedIntents,
            Supplier<String> url,
            Function<Guild, ObjectNode> guildView) {
        this.script = script;
        this.sessions = sessions;
        this.ids = ids;
        this.directory = directory;
        this.token = token;
        this.allowedIntents = allowedIntents;
        this.url = url;
        this.guildView = guildView;
    }

    /** Everything that bots have said. */
    List<JsonNode> received() {
        return received.soFar();
    }

    long count(int op) {
        return received().stream()
                .filter(frame -> frame.path("op").asInt() == op)
                .count();
    }

    long identifies() {
        return count(IDENTIFY);
    }

    long resumes() {
        return count(RESUME);
    }

    @Override
    public GatewayLink link(WebSocket socket, String resource) {
        return new GatewayLink(socket, resource.contains("compress=zlib-stream"));
    }

    @Override
    public void opened(GatewayLink link) {
        if (!script.held(link)) {
            greet(link);
        }
    }

    void greet(GatewayLink link) {
        link.send(
                HELLO,
                Json.object().put("heartbeat_interval", script.heartbeat().toMillis()));
    }

    @Override
    public void closed(GatewayLink link, int code, boolean byBot) {
        // A bot that says 1000 or 1001 will not come back for its session
        sessions.detach(link, byBot && (code == 1000 || code == 1001));
    }

    @Override
    public void received(GatewayLink link, String text) {
        JsonNode frame;
        try {
            frame = Json.parse(text);
        } catch (JsonProcessingException e) {
            link.close(DECODE_ERROR, "Error while decoding payload.");
            return;
        }
        received.add(frame);
        JsonNode content = frame.path("d");
        switch (frame.path("op").asInt()) {
            case HEARTBEAT -> heartbeat(link);
            case IDENTIFY -> identify(link, content);
            case RESUME -> resume(link, content);
            default -> {
                // Presence, voice and member requests need no answer
            }
        }
    }

    private void heartbeat(GatewayLink link) {
        if (!script.isSilent()) {
            link.send(HEARTBEAT_ACK, null);
            link.acknowledged();
        }
    }

    private void identify(GatewayLink link, JsonNode content) {
        Optional<GatewayScript.Closing> closing = script.takeClosing();
        Intents intents = new Intents(content.path("intents").asLong());
        if (closing.isPresent()) {
            link.close(closing.get().code(), closing.get().reason());
        } else if (!token.test(content.path("token").asText())) {
            link.close(AUTHENTICATION_FAILED, "Authentication failed.");
        } else if (!intents.privilegedWithin(allowedIntents.getAsLong())) {
            link.close(DISALLOWED_INTENTS, "Disallowed intent(s).");
        } else {
            begin(link, intents);
        }
    }

    private void begin(GatewayLink link, Intents intents) {
        GatewaySession session = new GatewaySession(Long.toHexString(Long.parseLong(ids.next())), intents);
        session.dispatch("READY", ready(session));
        directory.guilds().forEach(guild -> session.dispatch("GUILD_CREATE", guildView.apply(guild)));
        sessions.begin(session, link);
        session.begin(link);
        begun(link);
    }

    private void begun(GatewayLink link) {
        switch (script.whenBegun()) {
            case LOSES_ITS_LINK -> link.onceAcknowledged(() -> link.close(UNKNOWN_ERROR, "scripted"));
            case ENDS -> {
                sessions.detach(link, true);
                link.onceAcknowledged(() -> link.close(UNKNOWN_ERROR, "scripted"));
            }
            case STAYS -> {
                // Until the test or the bot ends it
            }
        }
    }

    private ObjectNode ready(GatewaySession session) {
        ObjectNode ready = Json.object()
                .put("v", 10)
                .put("session_id", session.id())
                .put("resume_gateway_url", script.resumeUrl().orElseGet(url));
        ready.set("user", directory.bot().selfJson());
        ready.putArray("private_channels");
        ready.set(
                "guilds",
                Json.array(directory.guilds().stream()
                        .map(guild -> Json.object().put("id", guild.id()).put("unavailable", true))
                        .toList()));
        ready.putObject("application").put("id", directory.bot().id()).put("flags", 0);
        return ready;
    }

    private void resume(GatewayLink link, JsonNode content) {
        if (!token.test(content.path("token").asText())) {
            link.close(AUTHENTICATION_FAILED, "Authentication failed.");
            return;
        }
        switch (script.whenResumed()) {
            case LOSES_ITS_LINK -> {
                link.onceAcknowledged(link::drop);
                return;
            }
            case IS_TO_BE_TRIED_AGAIN -> {
                link.onceAcknowledged(() -> link.send(INVALID_SESSION, BooleanNode.TRUE));
                return;
            }
            case WORKS -> {
                // Unless it is refused
            }
        }
        Optional<GatewaySession> session = script.refusesResume()
                ? Optional.empty()
                : sessions.attach(content.path("session_id").asText(), link);
        session.ifPresentOrElse(
                it -> {
                    it.resume(link, content.path("seq").asInt());
                    begun(link);
                },
                () -> link.send(INVALID_SESSION, BooleanNode.FALSE));
    }
}
