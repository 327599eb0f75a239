package io.palyra.connectors.admin;

import io.palyra.connectors.admin.nodes.NodeClient;
import io.palyra.connectors.admin.nodes.NodeClient.Reply;
import io.palyra.connectors.admin.nodes.NodeSignature;
import io.palyra.connectors.admin.nodes.SignedAnswer;
import io.palyra.connectors.admin.nodes.SignedCall;
import io.palyra.connectors.cluster.ClusterStore.StoredNode;
import io.palyra.connectors.cluster.Ownership;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Sha256;
import io.palyra.connectors.settings.HostNames;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.supervisor.ConnectorRoster;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Passes calls on to the node that runs a connector. Blocks. */
final class OwnerRequests {

    private final AdminServices services;
    private final NodeSignature signature;
    private final boolean hasToken;
    private final NodeClient client;
    private final ToldOnce told = new ToldOnce();

    /** A call on its way to its owner. */
    private record Passing(
            StoredNode owner, String url, ConnectorId connectorId, boolean onlyReads, SignedCall signed) {}

    OwnerRequests(AdminServices services, NodeSignature signature, boolean hasToken) {
        this.services = services;
        this.signature = signature;
        this.hasToken = hasToken;
        this.client = new NodeClient(signature);
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
        String url = url(connectorId, owner);
        byte[] body = call.body().getBytes();
        SignedCall signed = signed(method, call, owner, body);
        Passing passing = new Passing(owner, url, connectorId, onlyReads, signed);
        try {
            return answer(passing, client.send(url, signed, body, wait));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemCode.MALFORMED_REQUEST, "path and query have characters that have to be percent-encoded");
        }
    }

    private SignedCall signed(HttpMethod method, Call call, StoredNode owner, byte[] body) {
        return new SignedCall(
                method.name(),
                call.uri(),
                services.nodes().identity().name(),
                owner.name(),
                services.nodes().sharedUnixMs(),
                UUID.randomUUID().toString(),
                Sha256.hex(body),
                call.caller().origin().wireName(),
                Optional.ofNullable(call.caller().claimed()).orElse(""),
                named(call.caller().identity()),
                call.caller().identity().role().wireName());
    }

    private static String named(Identity identity) {
        return identity.account().equals(Settings.Admin.ADMINISTRATOR) ? "" : identity.account();
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
        Optional<String> host = host(url);
        if (host.isEmpty()) {
            return Optional.of(runs + ", and what stands as its palyra.node.url is no address of http: " + url.strip()
                    + "; start it with a right one, or call it there");
        }
        return hasToken || HostNames.isLoopback(host.get())
                ? Optional.empty()
                : Optional.of(runs + " at " + url + ": without palyra.admin.token calls are passed on to loopback"
                        + " addresses only; call it there, or set a token on all nodes");
    }

    /** Empty of what the setting would not have let through: somebody has written it into the store. */
    private static Optional<String> host(String url) {
        try {
            URI address = new URI(url);
            return List.of("http", "https").contains(String.valueOf(address.getScheme()))
                    ? Optional.ofNullable(address.getHost()).map(host -> host.replaceAll("[\\[\\]]", ""))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
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
        HttpHeaders headers = answered.headers();
        String retryAfter = headers.firstValue(Answer.RETRY_AFTER).orElse("");
        SignedAnswer stated =
                new SignedAnswer(passing.signed(), answered.status(), retryAfter, Sha256.hex(answered.body()));
        if (signature.isOf(stated, name -> headers.firstValue(name).orElse(null))) {
            return Answer.ofNode(answered.status(), retryAfter, answered.body());
        }
        String by = headers.firstValue(SignedCall.ANSWERED_BY).orElse("");
        throw notBelieved(passing, new UnsignedAnswer(passing.owner().name(), passing.url(), answered.status(), by));
    }

    /** Also where it says that nothing was carried out: somebody on the way may say so. */
    private ProblemException notBelieved(Passing passing, UnsignedAnswer answer) {
        if (answer.isPassing()) {
            return lost(passing, answer.reason());
        }
        String detail = about(passing) + ", and its answer is not believed: " + answer.reason();
        told.warn(passing.owner().name() + " " + passing.url() + ": " + answer.reason(), detail);
        return passing.onlyReads() ? forGood(detail) : lost(passing, answer.reason());
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
}
