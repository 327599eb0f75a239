package io.palyra.connectors.ingress;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.WebhookAnswer;
import io.palyra.connectors.adapter.WebhookCall;
import io.palyra.connectors.adapter.WebhookPort;
import io.palyra.connectors.adapter.WebhookReceiver;
import io.palyra.connectors.adapter.Webhooks;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.server.ArrivingBody;
import io.palyra.connectors.server.BodyMemory;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Hands calls of platforms to their connectors, each on a thread that may block, and answers when the connector has. For the
 * event loop.
 */
final class ConnectorDoor {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorDoor.class);

    /** Of their own: routes that are slow do not keep connectors from being called. */
    private static final int WORKERS = 32;

    private static final Pattern PATH = Pattern.compile(WebhookPort.PATH + "/([^/]+)/([^/]+)(/.*)?");

    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final Webhooks webhooks;
    private final BodyMemory memory;

    ConnectorDoor(Vertx vertx, Webhooks webhooks, BodyMemory memory) {
        this.vertx = vertx;
        this.workers = vertx.createSharedWorkerExecutor("palyra-webhooks", WORKERS);
        this.webhooks = webhooks;
        this.memory = memory;
    }

    /** A call to one instance. */
    private record Called(ConnectorId connectorId, String path, WebhookReceiver receiver) {}

    void handle(RoutingContext routing) {
        Called called = called(routing.normalizedPath()).orElse(null);
        if (called == null) {
            Refusal.NO_CONNECTOR.answer(routing);
            return;
        }
        ArrivingBody.read(vertx, routing.request(), IngressServer.BODY_BYTES_MAX, memory)
                .onSuccess(body -> {
                    Visit.of(routing).holds(body.length());
                    call(routing, called, body);
                })
                .onFailure(failure -> Refusal.of(failure).answer(routing));
    }

    private Optional<Called> called(String path) {
        Matcher parts = PATH.matcher(path);
        return parts.matches()
                ? connectorId(parts.group(1) + ":" + parts.group(2)).flatMap(connectorId -> webhooks.of(connectorId)
                        .map(receiver ->
                                new Called(connectorId, Objects.requireNonNullElse(parts.group(3), ""), receiver)))
                : Optional.empty();
    }

    private static Optional<ConnectorId> connectorId(String written) {
        try {
            return Optional.of(ConnectorId.of(written));
        } catch (InvalidEnvelopeException e) {
            return Optional.empty();
        }
    }

    private void call(RoutingContext routing, Called called, Buffer body) {
        Visit visit = Visit.of(routing);
        if (!visit.routeBegins()) {
            Refusal.BUSY.answer(routing);
            return;
        }
        WebhookCall call = new WebhookCall(
                routing.request().method().name(),
                called.path(),
                Objects.requireNonNullElse(routing.request().query(), ""),
                headers(routing.request().headers()),
                body.getBytes());
        workers.executeBlocking(
                        () -> Objects.requireNonNull(called.receiver().receive(call), "the connector gave no answer"),
                        false)
                .onComplete(done -> {
                    visit.routeDone();
                    if (done.succeeded()) {
                        answer(routing, done.result());
                    } else {
                        answer(routing, called, done.cause());
                    }
                });
    }

    private static Map<String, List<String>> headers(MultiMap headers) {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.names().forEach(name -> byName.put(name, headers.getAll(name)));
        return byName;
    }

    private static void answer(RoutingContext routing, Called called, @Nullable Throwable failure) {
        if (!(failure instanceof InboundRefusedException refused)) {
            LOG.error("{} failed while taking a call", called.connectorId(), failure);
            Refusal.CONNECTOR_FAILED.answer(routing);
            return;
        }
        // Without a cause it is a state that the connector's status shows, and that any stranger could fill the log
        // with
        LOG.atLevel(refused.getCause() == null ? Level.DEBUG : Level.WARN)
                .log("A call for {} was not taken: {}", called.connectorId(), refused.getMessage());
        if (refused.isForGood()) {
            answer(routing, WebhookAnswer.ok());
        } else {
            long seconds = Math.max(1, refused.retryAfter().plusMillis(999).toSeconds());
            routing.response().putHeader("Retry-After", String.valueOf(seconds));
            Refusal.NOT_ADMITTED.answer(routing);
        }
    }

    private static void answer(RoutingContext routing, WebhookAnswer answer) {
        HttpServerResponse response = routing.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status()).putHeader("X-Content-Type-Options", "nosniff");
        if (!answer.contentType().isEmpty()) {
            response.putHeader("Content-Type", answer.contentType());
        }
        answer.headers().forEach(response::putHeader);
        response.end(answer.body());
    }
}
