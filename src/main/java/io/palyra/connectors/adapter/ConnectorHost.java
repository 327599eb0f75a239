package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Principal;
import io.palyra.connectors.protocol.Readiness;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** What a connector's endpoints ask and tell the program that runs them. Found in the Camel registry; thread safe. */
@API(status = API.Status.STABLE)
public interface ConnectorHost {

    /** Endpoint options declared for the instance in the settings; an option in the URI wins over them. */
    Map<String, String> options(ConnectorId connectorId);

    Principal principal(ConnectorId connectorId);

    /** The definition of an instance. */
    ConnectorInstanceSpec spec(ConnectorId connectorId);

    /** The platform's token, resolved at this moment; empty where its reference has no value. Never keep or log it. */
    default Optional<String> token(ConnectorId connectorId) {
        return secret(connectorId, "token");
    }

    /**
     * One of the instance's secrets, resolved at this moment; empty where its reference has no value. Never keep or log it.
     *
     * @param option {@code token}, or another secret among {@link ConnectorType#options}
     */
    Optional<String> secret(ConnectorId connectorId, String option);

    /**
     * Why a secret has no value, for people, such as {@code {{file:/run/secrets/token}}: no such file}; never anything of its
     * content. Empty where it has one, or where no more is known than that.
     *
     * @param option as of {@link #secret}
     */
    default Optional<String> troubleWithSecret(ConnectorId connectorId, String option) {
        return Optional.empty();
    }

    /** The program's time. */
    Clock clock();

    /** How far the instance has read. */
    CursorStore cursors(ConnectorId connectorId);

    /** Whether this program may have a session with the instance's platform at this moment; elsewhere another one has it. */
    default boolean mayOpen(ConnectorId connectorId) {
        return true;
    }

    /** The instance has started, but cannot work until an operator has corrected something. */
    void notReady(ConnectorId connectorId, Readiness readiness, String reason);

    /** The instance did not start; it is tried again. */
    void failed(ConnectorId connectorId, String reason);

    /** The platform has ended the session and it will not come back by itself: it is closed and opened anew. Returns at once. */
    void sessionLost(ConnectorId connectorId, String reason);

    /**
     * The platform has answered, whatever it was asked, or has opened a session: what waited for it may be tried at once.
     * To be told after every answer that is the platform's own; returns at once, and costs nothing while nothing waits.
     */
    default void answered(ConnectorId connectorId) {}

    /**
     * The platform gave a message of which no event can be made: an event says so. Returns at once.
     *
     * @param envelopeId where at least that is known
     */
    void rejected(ConnectorId connectorId, @Nullable EnvelopeId envelopeId, String reason);

    /** Another bot's message was left out before it came to the inbound route. Returns at once. */
    default void leftOut(InboundMessageEvent event, InboundFacts facts) {}

    /** Puts an operation on messages into the log. Returns at once. */
    void performed(PerformedOperation operation);
}
