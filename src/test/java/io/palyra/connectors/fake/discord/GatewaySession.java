package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway remembers of a bot over its links: the events and their numbers. It outlives a broken link, and then
 * tells the next one what was missed. Thread safe.
 */
final class GatewaySession {

    private static final int DISPATCH = 0;

    private final String id;
    private final Intents intents;
    private final List<ObjectNode> frames = new ArrayList<>();
    private @Nullable GatewayLink link;

    /** Collects what it is told, until it has a link. */
    GatewaySession(String id, Intents intents) {
        this.id = id;
        this.intents = intents;
    }

    String id() {
        return id;
    }

    Intents intents() {
        return intents;
    }

    synchronized void dispatch(String type, ObjectNode content) {
        ObjectNode frame =
                Json.object().put("op", DISPATCH).put("s", frames.size() + 1).put("t", type);
        frame.set("d", content);
        frames.add(frame);
        if (link != null) {
            link.send(frame);
        }
    }

    synchronized void begin(GatewayLink firstLink) {
        link = firstLink;
        frames.forEach(firstLink::send);
    }

    /** @param seen the number of the last event that the bot has seen */
    synchronized void resume(GatewayLink nowLink, int seen) {
        link = nowLink;
        frames.subList(Math.min(seen, frames.size()), frames.size()).forEach(nowLink::send);
        dispatch("RESUMED", Json.object());
    }

    synchronized void ended(GatewayLink endedLink) {
        if (endedLink.equals(link)) {
            link = null;
        }
    }

    synchronized boolean isLinked() {
        return link != null;
    }
}
