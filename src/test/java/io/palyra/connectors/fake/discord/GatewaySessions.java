package io.palyra.connectors.fake.discord;

import io.palyra.connectors.fake.discord.Events.Event;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The sessions, and which link carries which. Thread safe. */
final class GatewaySessions {

    private final Map<String, GatewaySession> byId = new ConcurrentHashMap<>();
    private final Map<GatewayLink, GatewaySession> byLink = new ConcurrentHashMap<>();
    private final AtomicInteger mostConnected = new AtomicInteger();

    void begin(GatewaySession session, GatewayLink link) {
        byId.put(session.id(), session);
        byLink.put(link, session);
        mostConnected.accumulateAndGet(byLink.size(), Math::max);
    }

    /** A link takes a session over; what the session wants to say before waits for {@link GatewaySession#resume}. */
    Optional<GatewaySession> attach(String id, GatewayLink link) {
        GatewaySession session = byId.get(id);
        if (session != null) {
            byLink.put(link, session);
        }
        return Optional.ofNullable(session);
    }

    /** @param forGood whether the session cannot be resumed */
    void detach(GatewayLink link, boolean forGood) {
        GatewaySession session = byLink.remove(link);
        if (session != null) {
            session.ended(link);
            if (forGood) {
                byId.remove(session.id());
            }
        }
    }

    /** The links stay, but nobody talks over them any more. */
    void forgetAll() {
        byId.clear();
    }

    Collection<GatewayLink> links() {
        return byLink.keySet();
    }

    int connected() {
        return (int) byId.values().stream().filter(GatewaySession::isLinked).count();
    }

    int mostConnected() {
        return mostConnected.get();
    }

    void dispatch(Event event, User bot) {
        for (GatewaySession session : byId.values()) {
            if (session.intents().want(event)) {
                session.dispatch(event.type(), session.intents().view(event, bot));
            }
        }
    }
}
