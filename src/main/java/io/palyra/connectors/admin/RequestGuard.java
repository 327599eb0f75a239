package io.palyra.connectors.admin;

import io.palyra.connectors.admin.nodes.NodeSignature;
import io.palyra.connectors.admin.nodes.SignedCall;
import io.palyra.connectors.settings.Role;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides by the headers alone, before any body is read, whether a request may go on. For the event loop. */
final class RequestGuard {

    private static final Logger LOG = LoggerFactory.getLogger(RequestGuard.class);

    /** Health and metrics: scraped under any name, without a token; they say nothing secret. */
    static final String OBSERVE = "/observe/";

    private static final String ADMIN = "/admin/";

    /** Where the page is that calls: W3C, Fetch Metadata Request Headers, 2.3. */
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private static final Set<String> OTHER_SITES = Set.of("same-site", "cross-site");

    private static final String BEARER = "Bearer ";

    private final HostRules hosts;
    private final AdminTokens tokens;
    private final NodeSignature signature;
    private final TokenAttempts guesses = new TokenAttempts(System::nanoTime);

    /** Apart from tokens: a page whose session has ended may go on asking for a while. */
    private final TokenAttempts cookies = new TokenAttempts(System::nanoTime);

    /** Apart from tokens: whoever has held up a call on its way can hand it over, and has shown no token by that. */
    private final TokenAttempts signatures = new TokenAttempts(System::nanoTime);

    RequestGuard(AdminServer.Options options, NodeSignature signature) {
        this.hosts = new HostRules(options.host(), options.allowedHosts());
        this.tokens = options.tokens();
        this.signature = signature;
    }

    /** Whether a request may go on: as whose it may, or why it may not. */
    sealed interface Verdict {}

    record Admitted(Identity identity) implements Verdict {}

    record Refused(Problem problem) implements Verdict {}

    /** It goes by a session whose cookie holds one of these. */
    record BySession(List<String> secrets) implements Verdict {}

    /** @param path normalised, so that no spelling of a path gets around its rules */
    Verdict look(String path, HttpServerRequest request) {
        MultiMap headers = request.headers();
        if (path.startsWith(OBSERVE)) {
            return new Admitted(Identity.STRANGER);
        }
        List<String> host = headers.getAll("Host");
        if (host.size() != 1 || !hosts.isOurs(host.get(0))) {
            return refusal(
                    ProblemCode.FOREIGN_HOST,
                    "the Host header must name this machine; palyra.http.allowed-hosts adds names");
        }
        if (!headers.getAll("Origin").stream().allMatch(hosts::isOurOrigin) || isOfAnotherPage(request)) {
            return refusal(
                    ProblemCode.FOREIGN_ORIGIN,
                    "pages of other sites may not call this API; palyra.http.allowed-hosts adds names");
        }
        if (!path.startsWith(ADMIN)) {
            return new Admitted(Identity.STRANGER);
        }
        String address = address(request);
        List<String> sessions = SessionCookies.secrets(request);
        if (PassedOn.isClaimed(request)) {
            return lookAtSignature(request, address);
        } else if (!sessions.isEmpty() && tokens.areNeeded() && !headers.contains("Authorization")) {
            return new BySession(sessions);
        }
        return lookAtToken(headers.get("Authorization"), address);
    }

    /**
     * Whether a page of another place would change something. It may be one of this machine, from another port, which its name does
     * not tell: the browser does.
     */
    private boolean isOfAnotherPage(HttpServerRequest request) {
        boolean isElsewhere = request.headers().getAll(FETCH_SITE).stream().anyMatch(OTHER_SITES::contains);
        boolean isRead =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        List<String> origins = request.headers().getAll("Origin");
        return isElsewhere && !isRead && (origins.isEmpty() || !origins.stream().allMatch(hosts::isNamed));
    }

    /** A right one earns no trust yet, as it may be one that somebody has overheard. */
    private Verdict lookAtSignature(HttpServerRequest request, String address) {
        if (!signatures.mayTry(address)) {
            return refusal(
                    ProblemCode.TOO_MANY_ATTEMPTS,
                    "wrong signatures or old calls came from this address; wait before the next");
        }
        Optional<SignedCall> signed = PassedOn.of(request).filter(call -> signature.isOf(call, request.headers()::get));
        if (signed.isPresent()) {
            return new Admitted(tokens.identity(signed.get()));
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

    /** No session has this secret. Those that are right go on meanwhile, as many people may share an address. */
    Problem wrongSession(HttpServerRequest request) {
        String address = address(request);
        if (!cookies.mayTry(address)) {
            return Problem.of(
                    ProblemCode.TOO_MANY_ATTEMPTS, "wrong sessions came from this address; wait before the next");
        } else if (cookies.wrong(address)) {
            LOG.warn("Wrong sessions of the console come from {}: it may try one each second", address);
        }
        return Problem.of(ProblemCode.UNAUTHORIZED, "the session has ended: open another one with your token");
    }

    private void wrongSignature(String address) {
        if (signatures.wrong(address)) {
            LOG.warn("Wrong signatures or old calls between nodes come from {}: it may try one each second", address);
        }
    }

    private static String address(HttpServerRequest request) {
        return String.valueOf(request.remoteAddress().hostAddress());
    }

    private Verdict lookAtToken(@Nullable String authorization, String address) {
        if (!tokens.areNeeded()) {
            return new Admitted(Identity.OF_ALL);
        } else if (authorization != null && !guesses.mayTry(address)) {
            return refusal(ProblemCode.TOO_MANY_ATTEMPTS, "wrong tokens came from this address; wait before the next");
        }
        Optional<Identity> identity = Optional.ofNullable(authorization)
                .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .flatMap(text -> tokens.identity(text.substring(BEARER.length()).strip()));
        if (identity.isPresent()) {
            trust(identity.get(), address);
            return new Admitted(identity.get());
        } else if (authorization != null && guesses.wrong(address)) {
            LOG.warn("Wrong admin tokens come from {}: it may try one each second", address);
        }
        return refusal(
                ProblemCode.UNAUTHORIZED,
                "calls need the header Authorization: Bearer <palyra.admin.token, or one of palyra.admin.tokens>");
    }

    /** Whoever may do less could use it to guess the administrator's. */
    private void trust(Identity identity, String address) {
        if (identity.role() == Role.ADMIN) {
            guesses.right(address);
        }
    }

    private static Verdict refusal(ProblemCode code, String detail) {
        return new Refused(Problem.of(code, detail));
    }
}
