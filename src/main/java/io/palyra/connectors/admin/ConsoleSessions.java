package io.palyra.connectors.admin;

import io.palyra.connectors.adapter.RecentMap;
import io.palyra.connectors.session.Session;
import io.palyra.connectors.session.Sessions;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Callers of the console, by their cookie. What is found is remembered for some seconds; so long may a session that was ended
 * on another node go on here. For the event loop.
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
    private final LongSupplier nanoTime;
    private final Map<List<String>, Known> known = new RecentMap<>(REMEMBERED_MAX);

    ConsoleSessions(Sessions sessions, AdminTokens tokens, WorkerPools workers, LongSupplier nanoTime) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.workers = workers;
        this.nanoTime = nanoTime;
    }

    /** Whether a call that changes something shows that it comes from a page of ours. */
    static boolean isOfAPage(HttpServerRequest request, Session session) {
        return request.method().equals(HttpMethod.GET)
                || request.method().equals(HttpMethod.HEAD)
                || session.csrf().equals(request.getHeader(CSRF));
    }

    /**
     * Finds the session, at once or once a worker has looked, and whose it is.
     *
     * @param secrets of cookies; of several sessions the one counts that was opened last
     */
    void look(Vertx vertx, List<String> secrets, boolean isUse, Consumer<Look> then) {
        Known remembered = known.get(secrets);
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
                        Look look = look(secrets, isUse);
                        eventLoop.runOnContext(turn -> {
                            remember(secrets, look, isUse);
                            then.accept(look);
                        });
                    },
                    () -> eventLoop.runOnContext(turn -> then.accept(Look.failed(Failure.OVERLOADED))));
        } catch (RejectedExecutionException e) {
            then.accept(Look.failed(Failure.OVERLOADED));
        }
    }

    private Look look(List<String> secrets, boolean isUse) {
        try {
            return sessions.newest(secrets, session -> identity(session).isPresent(), isUse)
                    .map(session -> new Look(session, identity(session).orElseThrow(), null))
                    .orElseGet(() -> Look.failed(Failure.ENDED));
        } catch (RuntimeException e) {
            return Look.failed(Failure.OVERLOADED);
        }
    }

    private Optional<Identity> identity(Session session) {
        return tokens.identity(session.tokenName(), session.tokenKey());
    }

    private void remember(List<String> secrets, Look look, boolean isUse) {
        Session session = look.session();
        Identity identity = look.identity();
        if (session != null && identity != null) {
            known.put(secrets, new Known(session, identity, nanoTime.getAsLong(), isUse));
        } else if (look.failure() == Failure.ENDED) {
            known.remove(secrets);
        }
    }

    /** The next look reads the store. */
    void forget() {
        known.clear();
    }
}
