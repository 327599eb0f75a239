package io.palyra.connectors.admin;

import io.palyra.connectors.adapter.RecentMap;
import io.palyra.connectors.session.Session;
import io.palyra.connectors.session.Sessions;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Callers of the console, by their cookie. What is found is remembered for some seconds; so long may a session that was ended
 * on another node go on here. For the event loop, but for {@link #cookie} and {@link #noCookie}.
 */
final class ConsoleSessions {

    /** Shows that a call comes from a page of ours. */
    static final String CSRF = "X-Palyra-Csrf";

    /** Of calls that a page makes by itself: they are no use of the session. */
    static final String REFRESH = "X-Palyra-Refresh";

    static final Duration FRESH = Duration.ofSeconds(5);

    private static final int REMEMBERED_MAX = 1_000;

    /** Why a caller is not let in. */
    enum Failure {
        ENDED,
        OVERLOADED
    }

    /** What has become of a look. */
    record Look(
            @Nullable Session session,
            @Nullable Identity identity,
            @Nullable Failure failure) {

        private static Look failed(Failure failure) {
            return new Look(null, null, failure);
        }
    }

    /** @param isUse whether the store knows of a use since then */
    private record Known(Session session, Identity identity, long lookedAtNanos, boolean isUse) {}

    private final Sessions sessions;
    private final AdminTokens tokens;
    private final WorkerPools workers;
    private final String path;
    private final LongSupplier nanoTime;
    private final Map<String, Known> known = new RecentMap<>(REMEMBERED_MAX);

    /** @param basePath what a proxy has before every path; empty where there is none */
    ConsoleSessions(
            Sessions sessions, AdminTokens tokens, WorkerPools workers, String basePath, LongSupplier nanoTime) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.workers = workers;
        this.path = basePath + "/";
        this.nanoTime = nanoTime;
    }

    /** Cookies go by the host alone, and several programs may run on one. */
    static String cookieName(int port) {
        return "palyra_session_" + port;
    }

    /** What the cookie of a request holds; empty where it has none. */
    static Optional<String> secret(HttpServerRequest request) {
        return Optional.ofNullable(
                        request.getCookie(cookieName(request.localAddress().port())))
                .map(Cookie::getValue);
    }

    /** Whether a call that changes something shows that it comes from a page of ours. */
    static boolean isOfAPage(HttpServerRequest request, Session session) {
        return request.method().equals(HttpMethod.GET)
                || request.method().equals(HttpMethod.HEAD)
                || session.csrf().equals(request.getHeader(CSRF));
    }

    /** The cookie of a new session, as a header says it. */
    String cookie(int port, Session session, boolean isHttps) {
        return cookie(port, session.secret())
                .setMaxAge(Sessions.LIFE.toSeconds())
                .setSecure(isHttps)
                .encode();
    }

    /** Takes it back. */
    String noCookie(int port) {
        return cookie(port, "").setMaxAge(0).encode();
    }

    private Cookie cookie(int port, String value) {
        return Cookie.cookie(cookieName(port), value)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setPath(path);
    }

    /** Finds the session, at once or once a worker has looked, and whose it is. */
    void look(Vertx vertx, String secret, boolean isUse, Consumer<Look> then) {
        Known remembered = known.get(secret);
        if (remembered != null
                && nanoTime.getAsLong() - remembered.lookedAtNanos() < FRESH.toNanos()
                && (remembered.isUse() || !isUse)) {
            then.accept(new Look(remembered.session(), remembered.identity(), null));
            return;
        }
        Context eventLoop = vertx.getOrCreateContext();
        try {
            workers.execute(
                    Endpoint.Workers.CALLS,
                    () -> {
                        Look look = look(secret, isUse);
                        eventLoop.runOnContext(turn -> {
                            remember(secret, look, isUse);
                            then.accept(look);
                        });
                    },
                    () -> eventLoop.runOnContext(turn -> then.accept(Look.failed(Failure.OVERLOADED))));
        } catch (RejectedExecutionException e) {
            then.accept(Look.failed(Failure.OVERLOADED));
        }
    }

    private Look look(String secret, boolean isUse) {
        try {
            Optional<Session> found = sessions.find(secret, isUse);
            Optional<Identity> identity =
                    found.flatMap(session -> tokens.identity(session.tokenName(), session.tokenKey()));
            return identity.isPresent() ? new Look(found.get(), identity.get(), null) : Look.failed(Failure.ENDED);
        } catch (RuntimeException e) {
            return Look.failed(Failure.OVERLOADED);
        }
    }

    private void remember(String secret, Look look, boolean isUse) {
        Session session = look.session();
        Identity identity = look.identity();
        if (session != null && identity != null) {
            known.put(secret, new Known(session, identity, nanoTime.getAsLong(), isUse));
        } else if (look.failure() == Failure.ENDED) {
            known.remove(secret);
        }
    }

    /** The next look reads the store. */
    void forget() {
        known.clear();
    }
}
