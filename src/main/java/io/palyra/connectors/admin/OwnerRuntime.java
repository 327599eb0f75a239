package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.WireFormat;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the adapter of an instance knows of itself, asked of the node that runs it. Thread safe; blocks for a second at most. */
final class OwnerRuntime {

    /** A node that does not answer in time is not asked again for so long: a list of connectors asks for each of them. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final Duration WAIT = Duration.ofSeconds(1);

    private final AdminServices services;
    private final OwnerRequests requests;

    /** By the node's name: when it did not answer, as {@link System#nanoTime} tells it. */
    private final Map<String, Long> silent = new ConcurrentHashMap<>();

    OwnerRuntime(AdminServices services, OwnerRequests requests) {
        this.services = services;
        this.requests = requests;
    }

    /** @throws ProblemException whose detail says why it cannot be had */
    Map<String, Object> of(ConnectorId connectorId) {
        if (requests.isHere(connectorId)) {
            return new LinkedHashMap<>(services.supervision().calls().runtime(connectorId));
        }
        Optional<String> owner = services.nodes().ownership().ownerOf(connectorId);
        owner.filter(this::isSilent).ifPresent(name -> {
            throw new ProblemException(
                    ProblemCode.OWNED_ELSEWHERE,
                    "node " + name + " runs " + connectorId + " and did not answer just now");
        });
        try {
            return asked(connectorId);
        } catch (ProblemException e) {
            owner.filter(name -> e.problem().retryable()).ifPresent(name -> silent.put(name, System.nanoTime()));
            throw e;
        }
    }

    private boolean isSilent(String node) {
        Long since = silent.get(node);
        return since != null && System.nanoTime() - since < SILENCE.toNanos();
    }

    private Map<String, Object> asked(ConnectorId connectorId) {
        Call call = new Call(
                Map.of("id", connectorId.value()),
                Map.of(),
                Buffer.buffer(),
                Caller.PROGRAM,
                ChannelCalls.CHANNELS + "/" + connectorId + ChannelCalls.RUNTIME,
                null);
        Answer answer = requests.passOn(HttpMethod.GET, call, true, WAIT);
        if (answer.status() != 200) {
            throw new ProblemException(
                    ProblemCode.OWNED_ELSEWHERE,
                    WireFormat.tree(answer.body().getBytes()).path("detail").asText("HTTP " + answer.status()));
        }
        Map<String, Object> runtime = new LinkedHashMap<>();
        WireFormat.tree(answer.body().getBytes())
                .path("runtime")
                .properties()
                .forEach(known -> runtime.put(known.getKey(), known.getValue()));
        return runtime;
    }
}
