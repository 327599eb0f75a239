package io.palyra.connectors.admin;

import io.palyra.connectors.admin.nodes.NodeSignature;
import io.palyra.connectors.admin.nodes.SeenCalls;
import io.palyra.connectors.admin.nodes.SignedAnswer;
import io.palyra.connectors.admin.nodes.SignedCall;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Sha256;
import java.time.Duration;

/**
 * Has each call that needs the platform session carried out where that is: here, or on the node that runs the connector. What
 * another node passes on is looked at before; it is never passed on a second time.
 */
final class OwnerCalls {

    /** Longer than the longest wait of a call. */
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(90);

    private final AdminServices services;
    private final OwnerRequests requests;
    private final NodeSignature signature;
    private final SeenCalls seen;
    private final ToldOnce told = new ToldOnce();

    OwnerCalls(AdminServices services, OwnerRequests requests, NodeSignature signature) {
        this.services = services;
        this.requests = requests;
        this.signature = signature;
        this.seen = new SeenCalls(services.nodes().sharedUnixMs());
    }

    Endpoint around(Endpoint endpoint) {
        return endpoint.work() instanceof Endpoint.Handler handler
                ? endpoint.with(call -> answer(endpoint, handler, call))
                : endpoint;
    }

    private Answer answer(Endpoint endpoint, Endpoint.Handler handler, Call call) throws Exception {
        if (call.passedOn() != null) {
            believe(endpoint, call, call.passedOn());
            return signed(call.passedOn(), Answer.of(known -> here(handler, known), call));
        } else if (!endpoint.needsSession() || requests.isHere(call.connectorId())) {
            return handler.handle(call);
        }
        return requests.passOn(endpoint.method(), call, OperationAudit.onlyReads(endpoint), ANSWER_WAIT);
    }

    /** @throws ProblemException where the call is not for this node, not as it was signed, or not new */
    private void believe(Endpoint endpoint, Call call, SignedCall signed) {
        String here = services.nodes().identity().name();
        if (!signed.to().equals(here)) {
            String detail = "node " + signed.from() + " passes on a call for node " + signed.to()
                    + ", and this is node " + here + ": palyra.node.url of " + signed.to() + " leads here";
            told.warn(signed.to(), detail);
            throw new ProblemException(
                    Problem.of(ProblemCode.OWNED_ELSEWHERE, detail).forGood());
        }
        if (!signed.bodyHash().equals(Sha256.hex(call.body().getBytes()))) {
            throw refusal("its body is not the one that was signed");
        }
        if (!endpoint.needsSession() || !call.caller().identity().role().includes(endpoint.role())) {
            throw refusal("no node passes on such a call");
        }
        switch (seen.see(signed, services.nodes().sharedUnixMs())) {
            case OUT_OF_TIME ->
                throw refusal("its time is more than " + SeenCalls.TIME_OFF_MAX.toSeconds()
                        + " s off, or before the start of this node");
            case SEEN -> throw refusal("it was here before");
            case FULL -> throw new ProblemException(ProblemCode.OVERLOADED, "nodes pass on too many calls at once");
            case NEW -> {}
        }
    }

    /** Of one that was believed, and is not believed again: its only answer. */
    private Answer signed(SignedCall call, Answer answer) {
        return answer.with(
                SignedCall.SIGNATURE,
                signature.of(new SignedAnswer(
                        call,
                        answer.status(),
                        answer.headers().getOrDefault(Answer.RETRY_AFTER, ""),
                        Sha256.hex(answer.body().getBytes()))));
    }

    private Answer here(Endpoint.Handler handler, Call call) throws Exception {
        ConnectorId connectorId = call.connectorId();
        if (!requests.isHere(connectorId)) {
            throw new ProblemException(
                    ProblemCode.OWNED_ELSEWHERE,
                    connectorId + " does not run on node "
                            + services.nodes().identity().name() + " at this moment; "
                            + services.nodes()
                                    .ownership()
                                    .ownerOf(connectorId)
                                    .map(owner -> "node " + owner + " has it: ")
                                    .orElse("")
                            + "call again");
        }
        return handler.handle(call);
    }

    private static ProblemException refusal(String why) {
        return new ProblemException(ProblemCode.UNAUTHORIZED, "the call that a node passes on is refused: " + why);
    }
}
