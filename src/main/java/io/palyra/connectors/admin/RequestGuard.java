package io.palyra.connectors.admin;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides by the headers alone, before any body is read, whether a request may go on. */
final class RequestGuard {

    /** Health and metrics: scraped under any name, without a token; they say nothing secret. */
    static final String OBSERVE = "/observe/";

    private static final String ADMIN = "/admin/";
    private static final String BEARER = "Bearer ";

    private final HostRules hosts;
    private final byte @Nullable [] token;

    RequestGuard(AdminServer.Options options) {
        this.hosts = new HostRules(options.host(), options.allowedHosts());
        this.token = options.token()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .orElse(null);
    }

    /** @param path normalised, so that no spelling of a path gets around its rules */
    Optional<Problem> refuse(String path, MultiMap headers) {
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
        if (path.startsWith(ADMIN) && !isAuthorized(headers.get("Authorization"))) {
            return refusal(
                    ProblemCode.UNAUTHORIZED, "calls need the header Authorization: Bearer <palyra.admin.token>");
        }
        return Optional.empty();
    }

    private boolean isAuthorized(@Nullable String authorization) {
        if (token == null) {
            return true;
        }
        return authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        token, authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Problem> refusal(ProblemCode code, String detail) {
        return Optional.of(Problem.of(code, detail));
    }
}
