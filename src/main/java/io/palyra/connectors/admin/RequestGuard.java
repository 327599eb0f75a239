package io.palyra.connectors.admin;

import io.palyra.connectors.admin.nodes.NodeSignature;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides by the headers alone, before any body is read, whether a request may go on. For the event loop. */
final class RequestGuard {

    private static final Logger LOG = LoggerFactory.getLogger(RequestGuard.class);

    /** Health and metrics: scraped under any name, without a token; they say nothing secret. */
    static final String OBSERVE = "/observe/";

    private static final String ADMIN = "/admin/";
    private static final String BEARER = "Bearer ";

    private final HostRules hosts;
    private final byte @Nullable [] token;
    private final NodeSignature signature;
    private final TokenAttempts tokens = new TokenAttempts(System::nanoTime);

    /** Apart from tokens: whoever has held up a call on its way can hand it over, and has shown no token by that. */
    private final TokenAttempts signatures = new TokenAttempts(System::nanoTime);

    RequestGuard(AdminServer.Options options, NodeSignature signature) {
        this.hosts = new HostRules(options.host(), options.allowedHosts());
        this.token = options.token()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .orElse(null);
        this.signature = signature;
    }

    /** @param path normalised, so that no spelling of a path gets around its rules */
    Optional<Problem> refuse(String path, HttpServerRequest request) {
        MultiMap headers = request.headers();
        if (path.startsWith(OBSERVE)) {
            return Optional.empty();
        }
        List<String> host = headers.getAll("Host");
        if (host.size() != 1 || !hosts.isOurs(host.get(0))) {
            return refusal(
                    ProblemCode.FOREIGN_HOST,
                    "the Host header must name this machine; palyra.http.allowed-hosts adds names");
        }
        if (!headers.getAll("Origin").stream().allMatch(hosts::isOurOrigin)) {
            return refusal(
                    ProblemCode.FOREIGN_ORIGIN,
                    "pages of other sites may not call this API; palyra.http.allowed-hosts adds names");
        }
        if (!path.startsWith(ADMIN)) {
            return Optional.empty();
        }
        String address = address(request);
        return PassedOn.isClaimed(request)
                ? refuseSignature(request, address)
                : refuseToken(headers.get("Authorization"), address);
    }

    /** A right one earns no trust yet, as it may be one that somebody has overheard. */
    private Optional<Problem> refuseSignature(HttpServerRequest request, String address) {
        if (!signatures.mayTry(address)) {
            return refusal(
                    ProblemCode.TOO_MANY_ATTEMPTS,
                    "wrong signatures or old calls came from this address; wait before the next");
        } else if (PassedOn.of(request)
                .filter(call -> signature.isOf(call, request.headers()::get))
                .isPresent()) {
            return Optional.empty();
        }
        wrongSignature(address);
        return refusal(
                ProblemCode.UNAUTHORIZED,
                "the signature of the node that passes this call on is wrong: the nodes of a store need the same"
                        + " palyra.admin.token");
    }

    /**
     * What became of a request whose signature is right. One that was carried out lifts the limit of signatures for its address. One
     * that was not believed, such as an old one that somebody has overheard, counts as a wrong signature.
     */
    void answered(HttpServerRequest request, Answer answer) {
        if (answer.isGood()) {
            signatures.right(address(request));
        } else if (answer.status() == ProblemCode.UNAUTHORIZED.status()) {
            wrongSignature(address(request));
        }
    }

    private void wrongSignature(String address) {
        if (signatures.wrong(address)) {
            LOG.warn("Wrong signatures or old calls between nodes come from {}: it may try one each second", address);
        }
    }

    private static String address(HttpServerRequest request) {
        return String.valueOf(request.remoteAddress().hostAddress());
    }

    private Optional<Problem> refuseToken(@Nullable String authorization, String address) {
        if (token == null) {
            return Optional.empty();
        } else if (authorization != null && !tokens.mayTry(address)) {
            return refusal(ProblemCode.TOO_MANY_ATTEMPTS, "wrong tokens came from this address; wait before the next");
        } else if (authorization != null && isRight(authorization, token)) {
            tokens.right(address);
            return Optional.empty();
        } else if (authorization != null && tokens.wrong(address)) {
            LOG.warn("Wrong admin tokens come from {}: it may try one each second", address);
        }
        return refusal(ProblemCode.UNAUTHORIZED, "calls need the header Authorization: Bearer <palyra.admin.token>");
    }

    private static boolean isRight(String authorization, byte[] token) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        token, authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Problem> refusal(ProblemCode code, String detail) {
        return Optional.of(Problem.of(code, detail));
    }
}
