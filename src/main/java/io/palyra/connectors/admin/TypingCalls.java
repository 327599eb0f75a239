package io.palyra.connectors.admin;

import io.palyra.connectors.adapter.TypingIndicator;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.ThreadId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.settings.Role;
import io.palyra.connectors.supervisor.UnsupportedConnectorException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Shows that the bot is typing: here, or on the node that has the session while the daemon works for this one. */
final class TypingCalls {

    static final String TYPING = ChannelCalls.CHANNEL + "/typing";

    /** A little less than the platforms show it for. */
    private static final Duration INTERVAL = Duration.ofSeconds(4);

    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final Duration UNABLE = Duration.ofMinutes(1);
    private static final int NO_CONTENT = 204;

    private record Where(
            @Nullable ConversationId conversationId,
            @Nullable ThreadId threadId) {}

    private final AdminServices services;
    private final OwnerRequests requests;

    /** When another node said of a kind that it cannot show it, as {@link System#nanoTime} tells it. */
    private final Map<ConnectorKind, Long> unable = new ConcurrentHashMap<>();

    TypingCalls(AdminServices services, OwnerRequests requests) {
        this.services = services;
        this.requests = requests;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.post(TYPING, this::show)
                .by(Role.OPERATOR)
                .on(Endpoint.Workers.WAITS)
                .inSession());
    }

    private Answer show(Call call) {
        ConnectorId connectorId = services.known(call);
        Where where = call.body(Where.class);
        if (where.conversationId() == null) {
            throw new InvalidEnvelopeException("conversation_id", "is required");
        }
        TypingIndicator indicator = services.supervision()
                .calls()
                .typingIndicator(connectorId)
                .orElseThrow(() -> new UnsupportedConnectorException(
                        connectorId + " does not run, or cannot show that the bot is typing"));
        try {
            indicator.showTyping(where.conversationId(), where.threadId());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notShown(e);
        } catch (Exception e) {
            throw notShown(e);
        }
        return Answer.noContent();
    }

    private static ProblemException notShown(Exception e) {
        return new ProblemException(ProblemCode.PLATFORM_UNAVAILABLE, "it is not shown: " + e.getMessage());
    }

    /** Of an instance that another node runs. */
    Optional<TypingIndicator> elsewhere(ConnectorId connectorId) {
        return requests.isHere(connectorId) || isUnable(connectorId.kind())
                ? Optional.empty()
                : Optional.of(new Elsewhere(connectorId));
    }

    /** An instance that is just being started cannot either, so it is asked again some time. */
    private boolean isUnable(ConnectorKind kind) {
        Long since = unable.get(kind);
        return since != null && System.nanoTime() - since < UNABLE.toNanos();
    }

    private final class Elsewhere implements TypingIndicator {

        private final ConnectorId connectorId;

        Elsewhere(ConnectorId connectorId) {
            this.connectorId = connectorId;
        }

        @Override
        public Duration interval() {
            return INTERVAL;
        }

        @Override
        public void showTyping(ConversationId conversation, @Nullable ThreadId thread) {
            Call call = new Call(
                    Map.of("id", connectorId.value()),
                    Map.of(),
                    Buffer.buffer(WireFormat.writeBytes(new Where(conversation, thread))),
                    Caller.PROGRAM,
                    TYPING.replace(":id", connectorId.value()),
                    null);
            Answer answer = requests.passOn(HttpMethod.POST, call, true, WAIT);
            if (answer.status() == ProblemCode.UNSUPPORTED.status()) {
                unable.put(connectorId.kind(), System.nanoTime());
            } else if (answer.status() != NO_CONTENT) {
                throw new ProblemException(ProblemCode.PLATFORM_UNAVAILABLE, "HTTP " + answer.status());
            }
        }
    }
}
