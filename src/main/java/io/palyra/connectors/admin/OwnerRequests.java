package io.palyra.connectors.admin;

import io.palyra.connectors.admin.nodes.NodeClient;
import io.palyra.connectors.admin.nodes.NodeClient.Reply;
import io.palyra.connectors.admin.nodes.NodeSignature;
import io.palyra.connectors.admin.nodes.SignedCall;
import io.palyra.connectors.cluster.ClusterStore.StoredNode;
import io.palyra.connectors.cluster.Ownership;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.settings.HostNames;
import io.palyra.connectors.supervisor.ConnectorRoster;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Passes calls on to the node that runs a connector. Blocks. */
final class OwnerRequests {

    private static final List<String> HEADERS_KEPT = List.of("Content-Type", "Retry-After", "Location");

    /** By the guard of the other node, such as of a token or a host that is not its own: nothing that the caller can mend. */
    private static final Set<Integer> REFUSALS = Set.of(401, 403);

    private static final int SERVER_ERROR = 500;

    private final AdminServices services;
    private final boolean hasToken;
    private final NodeClient client;
    private final ToldOnce told = new ToldOnce();

    /** A call on its way to its owner. */
    private record Passing(StoredNode owner, String url, ConnectorId connectorId, boolean onlyReads) {}

    OwnerRequests(AdminServices services, Optional<String> token) {
        this.services = services;
        this.hasToken = token.isPresent();
        this.client = new NodeClient(new NodeSignature(token));
    }

    /** Whether this program can say as much about the instance as any: it runs it, or nobody has to. */
    boolean isHere(ConnectorId connectorId) {
        Ownership ownership = services.nodes().ownership();
        ConnectorRoster roster = services.supervision().roster();
        return !ownership.isShared()
                || ownership.owns(connectorId)
                || !roster.isRegistered(connectorId)
                || !roster.spec(connectorId).enabled();
    }

    /**
     * What the owner answers.
     *
     * @param onlyReads whether the call may be made again where it is not known what became of it
     * @param wait at most for the answer
     * @throws ProblemException where there is no owner, it cannot be asked, or what it did is not known
     */
    Answer passOn(HttpMethod method, Call call, boolean onlyReads, Duration wait) {
        ConnectorId connectorId = call.connectorId();
        StoredNode owner = owner(connectorId);
        Passing passing = new Passing(owner, url(connectorId, owner), connectorId, onlyReads);
        byte[] body = call.body().getBytes();
        SignedCall signed = new SignedCall(
                method.name(),
                call.uri(),
                services.nodes().identity().name(),
                owner.name(),
                services.nodes().sharedUnixMs(),
                UUID.randomUUID().toString(),
                NodeSignature.hash(body),
                call.caller().origin().wireName(),
                Optional.ofNullable(call.caller().operator()).orElse(""),
                SignedCall.ROLE);
        try {
            return answer(passing, client.send(passing.url(), signed, body, wait));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemCode.MALFORMED_REQUEST, "path and query have characters that have to be percent-encoded");
        }
    }

    private StoredNode owner(ConnectorId connectorId) {
        String self = services.nodes().identity().name();
        return services.nodes()
                .nodes()
                .nodeOf(connectorId)
                .filter(node -> !node.name().equals(self))
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.OWNED_ELSEWHERE,
                        "no node runs " + connectorId + " at this moment; one takes it within seconds: call again"));
    }

    private String url(ConnectorId connectorId, StoredNode owner) {
        noWay(owner, connectorId, hasToken).ifPresent(reason -> {
            throw forGood(reason);
        });
        return Objects.requireNonNull(owner.url());
    }

    /** Why the node is not called. */
    static Optional<String> noWay(StoredNode owner, ConnectorId connectorId, boolean hasToken) {
        String url = owner.url();
        String runs = "node " + owner.name() + " runs " + connectorId;
        if (url == null) {
            return Optional.of(runs + ", and has no palyra.node.url: call it there, or set that");
        }
        return hasToken || isLoopback(url)
                ? Optional.empty()
                : Optional.of(runs + " at " + url + ": without palyra.admin.token calls are passed on to loopback"
                        + " addresses only; call it there, or set a token on all nodes");
    }

    private static boolean isLoopback(String url) {
        return HostNames.isLoopback(URI.create(url).getHost().replaceAll("[\\[\\]]", ""));
    }

    private Answer answer(Passing passing, Reply reply) {
        if (reply instanceof Reply.Answered answered) {
            return answered(passing, answered);
        } else if (reply instanceof Reply.NotReached notReached) {
            throw new ProblemException(
                    ProblemCode.OWNED_ELSEWHERE,
                    about(passing) + " and cannot be reached (" + notReached.reason()
                            + "): call again, or call it there; where it is gone, another node takes the connector");
        }
        throw lost(passing, ((Reply.Lost) reply).reason());
    }

    private Answer answered(Passing passing, Reply.Answered answered) {
        String by = answered.headers().firstValue(SignedCall.ANSWERED_BY).orElse("");
        if (by.isEmpty() && answered.status() >= SERVER_ERROR) {
            throw lost(passing, "something before it answers HTTP " + answered.status());
        } else if (!by.equals(passing.owner().name())) {
            throw wrongSettings(
                    passing,
                    "palyra.node.url of node " + passing.owner().name() + " (" + passing.url() + ") leads to "
                            + (by.isEmpty()
                                    ? "no node: HTTP " + answered.status() + " comes from there"
                                    : "node " + by));
        } else if (REFUSALS.contains(answered.status())) {
            throw wrongSettings(passing, about(passing) + " and answers: " + detail(answered.body()));
        }
        return new Answer(answered.status(), kept(answered.headers()), Buffer.buffer(answered.body()));
    }

    private ProblemException wrongSettings(Passing passing, String detail) {
        told.warn(passing.owner().name(), detail);
        return forGood(detail);
    }

    /** Nobody makes the call again by himself: it may have been carried out. */
    private static ProblemException lost(Passing passing, String reason) {
        return passing.onlyReads()
                ? new ProblemException(
                        ProblemCode.OWNED_ELSEWHERE,
                        about(passing) + " and does not answer (" + reason + "): call again")
                : new ProblemException(Problem.of(
                                ProblemCode.PLATFORM_UNAVAILABLE,
                                about(passing) + ", and whether it has carried this out is unknown (" + reason
                                        + "): look before you do it again")
                        .forGood());
    }

    private static String about(Passing passing) {
        return "node " + passing.owner().name() + " (" + passing.url() + ") runs " + passing.connectorId();
    }

    private static ProblemException forGood(String detail) {
        return new ProblemException(
                Problem.of(ProblemCode.OWNED_ELSEWHERE, detail).forGood());
    }

    private static String detail(byte[] problem) {
        try {
            return WireFormat.tree(problem).path("detail").asText("it refuses the call");
        } catch (InvalidEnvelopeException e) {
            return "it refuses the call";
        }
    }

    private static Map<String, String> kept(HttpHeaders headers) {
        Map<String, String> kept = new LinkedHashMap<>();
        HEADERS_KEPT.forEach(name -> headers.firstValue(name).ifPresent(value -> kept.put(name, value)));
        return kept;
    }
}
