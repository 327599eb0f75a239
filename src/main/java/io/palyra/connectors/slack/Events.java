package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.session.Connecting;
import io.palyra.connectors.protocol.Readiness;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What each envelope of a socket means. Called by one thread; returns at once. */
final class Events implements SocketMode.Listener {

    private final Identity self;
    private final InboundFlow flow;
    private final Runnable onOpen;
    private final Consumer<Connecting.End> onEnd;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong ofOtherTeams = new AtomicLong();
    private final AtomicLong others = new AtomicLong();

    /**
     * @param onOpen told whenever events come
     * @param onEnd told when Slack ends the session for good
     */
    Events(Identity self, InboundFlow flow, Runnable onOpen, Consumer<Connecting.End> onEnd) {
        this.self = self;
        this.flow = flow;
        this.onOpen = onOpen;
        this.onEnd = onEnd;
    }

    @Override
    public void opened(boolean missed) {
        if (missed) {
            flow.sessionBegan();
        }
        onOpen.run();
    }

    @Override
    public void ended(Readiness readiness, String reason) {
        onEnd.accept(new Connecting.End(readiness, reason));
    }

    @Override
    public void received(Envelope envelope) {
        received.incrementAndGet();
        JsonNode payload = envelope.payload();
        if (!envelope.type().equals("events_api")) {
            // Presses of buttons and commands: the connector shows none
            others.incrementAndGet();
            envelope.ack().run();
        } else if (!isOfOurTeam(payload)) {
            ofOtherTeams.incrementAndGet();
            envelope.ack().run();
        } else {
            event(payload.path("event"), envelope.ack());
        }
    }

    /** One app in several workspaces has the events of all of them on the same socket. */
    private boolean isOfOurTeam(JsonNode payload) {
        JsonNode authorizations = list(payload, "authorizations");
        if (authorizations.isEmpty()) {
            String team = text(payload, "team_id");
            return team.isEmpty() || team.equals(self.teamId());
        }
        for (JsonNode authorization : authorizations) {
            if (self.teamId().equals(text(authorization, "team_id"))) {
                return true;
            }
        }
        return false;
    }

    private void event(JsonNode event, Runnable ack) {
        switch (text(event, "type")) {
            case "message", "app_mention" -> flow.live(event, ack);
            case "member_joined_channel" -> {
                if (self.userId().equals(text(event, "user"))) {
                    flow.joined(text(event, "channel"), text(event, "event_ts"));
                }
                ack.run();
            }
            case "app_uninstalled" -> {
                ack.run();
                onEnd.accept(new Connecting.End(
                        Readiness.AUTH_FAILED,
                        "the workspace has uninstalled the app; install it again, and set its new token"));
            }
            case "tokens_revoked" -> {
                ack.run();
                if (isRevoked(event)) {
                    onEnd.accept(new Connecting.End(
                            Readiness.AUTH_FAILED,
                            "the bot's token was revoked; install the app again, and set its new token"));
                }
            }
            default -> {
                others.incrementAndGet();
                ack.run();
            }
        }
    }

    private boolean isRevoked(JsonNode event) {
        for (JsonNode bot : list(event.path("tokens"), "bot")) {
            if (self.userId().equals(bot.asText())) {
                return true;
            }
        }
        return false;
    }

    long ofOtherTeams() {
        return ofOtherTeams.get();
    }

    /** For operators. */
    Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("received", received.get());
        view.put("of_other_teams", ofOtherTeams.get());
        view.put("not_messages", others.get());
        return view;
    }
}
