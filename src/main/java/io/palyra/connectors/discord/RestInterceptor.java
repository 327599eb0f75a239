package io.palyra.connectors.discord;

import io.palyra.connectors.net.EgressDeniedException;
import io.palyra.connectors.protocol.LimitScope;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.requests.RestRateLimiter;
import net.dv8tion.jda.api.utils.data.DataObject;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JDA from waiting and re-sending: a limit, a failed server and a broken connection become exceptions that say what
 * is certain. Learns the limits from the headers of every answer, and gives each request its deadline.
 */
final class RestInterceptor implements Interceptor {

    /** Marks a request whose first byte is about to leave. */
    static final Interceptor SENT_MARK = chain -> {
        AtomicBoolean sent = chain.request().tag(AtomicBoolean.class);
        if (sent != null) {
            sent.set(true);
        }
        return chain.proceed(chain.request());
    };

    static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(15);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final long PEEK_BYTES = 4_096;
    private static final double MS_PER_S = 1_000;

    private final RateLimitWindows windows;
    private final InvalidRequests invalid;
    private final ScheduledExecutorService timer;
    private final int basePathSegments;
    private final ThreadLocal<Duration> deadline = ThreadLocal.withInitial(() -> DEFAULT_DEADLINE);

    /** @param basePathSegments how many segments of each path belong to the API's base URL */
    RestInterceptor(
            RateLimitWindows windows, InvalidRequests invalid, ScheduledExecutorService timer, int basePathSegments) {
        this.windows = windows;
        this.invalid = invalid;
        this.timer = timer;
        this.basePathSegments = basePathSegments;
    }

    /** How long the next requests of this thread may take in all. JDA runs a request on the thread that asks for it. */
    void deadline(Duration nextDeadline) {
        deadline.set(nextDeadline);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        String route = RouteKey.of(
                request.method(),
                request.url()
                        .pathSegments()
                        .subList(
                                Math.min(
                                        basePathSegments,
                                        request.url().pathSegments().size()),
                                request.url().pathSegments().size()));
        Optional<? extends RestFailure> storm = invalid.storm();
        Optional<? extends RestFailure> blocked = storm.isPresent() ? storm : windows.blocking(route);
        if (blocked.isPresent()) {
            throw new RestIoException(blocked.get());
        }
        Response response = proceed(chain, request);
        learn(route, response);
        if (response.code() == TOO_MANY_REQUESTS || response.code() >= SERVER_ERROR) {
            try (response) {
                throw new RestIoException(failure(route, response));
            }
        }
        if (response.code() == UNAUTHORIZED || response.code() == FORBIDDEN) {
            invalid.count();
        }
        return response;
    }

    private Response proceed(Chain chain, Request request) throws IOException {
        AtomicBoolean sent = new AtomicBoolean();
        ScheduledFuture<?> watchdog =
                timer.schedule(chain.call()::cancel, deadline.get().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return chain.proceed(
                    request.newBuilder().tag(AtomicBoolean.class, sent).build());
        } catch (IOException e) {
            throw new RestIoException(failure(e, chain.call().isCanceled(), sent.get()));
        } finally {
            watchdog.cancel(false);
        }
    }

    private RestFailure failure(IOException failure, boolean isLate, boolean sent) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EgressDeniedException) {
                return new RestFailure.Withheld("egress denied: " + cause.getMessage());
            }
        }
        String reason = isLate ? "no answer within " + deadline.get().toMillis() + " ms" : failure.toString();
        return sent
                ? new RestFailure.Uncertain("the connection to Discord broke after the request had left: " + reason)
                : new RestFailure.NotSent("Discord was not reached: " + reason);
    }

    private void learn(String route, Response response) {
        String remaining = response.header(RestRateLimiter.REMAINING_HEADER);
        Optional<Duration> resetAfter = seconds(response.header(RestRateLimiter.RESET_AFTER_HEADER));
        if (remaining != null && resetAfter.isPresent() && response.code() != TOO_MANY_REQUESTS) {
            windows.learned(
                    route, response.header(RestRateLimiter.HASH_HEADER), remaining(remaining), resetAfter.get());
        }
    }

    /** A header that cannot be read limits nothing. */
    private static long remaining(String header) {
        try {
            return (long) Double.parseDouble(header);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private RestFailure failure(String route, Response response) throws IOException {
        if (response.code() >= SERVER_ERROR) {
            return new RestFailure.ServerFailed(response.code());
        }
        String scope = response.header(RestRateLimiter.SCOPE_HEADER, "user");
        // Discord's own limits come through its proxy; without that trace it is Cloudflare that refuses
        boolean cloudflare = response.header("via") == null;
        boolean global = response.header(RestRateLimiter.GLOBAL_HEADER) != null || "global".equals(scope);
        if (!"shared".equals(scope)) {
            invalid.count();
        }
        RestFailure.Limited limit = new RestFailure.Limited(
                cloudflare ? "Cloudflare limits this address" : "Discord limits " + (global ? "everything" : route),
                retryAfter(response),
                cloudflare || global ? LimitScope.CONNECTOR : LimitScope.ROUTE);
        windows.met(route, response.header(RestRateLimiter.HASH_HEADER), limit);
        return limit;
    }

    /** The body has it exactly, the header in whole seconds. */
    private static Duration retryAfter(Response response) throws IOException {
        Duration stated =
                seconds(response.header(RestRateLimiter.RETRY_AFTER_HEADER)).orElse(Duration.ofSeconds(1));
        try {
            double exact = DataObject.fromJson(response.peekBody(PEEK_BYTES).bytes())
                    .getDouble("retry_after", stated.toMillis() / MS_PER_S);
            return Duration.ofMillis((long) Math.ceil(exact * MS_PER_S));
        } catch (ParsingException e) {
            return stated;
        }
    }

    private static Optional<Duration> seconds(@Nullable String header) {
        try {
            return header == null
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis((long) Math.ceil(Double.parseDouble(header) * MS_PER_S)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
