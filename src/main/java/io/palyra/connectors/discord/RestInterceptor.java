package io.palyra.connectors.discord;

import io.palyra.connectors.net.EgressDeniedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.dv8tion.jda.api.requests.RestRateLimiter;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Keeps JDA from waiting and re-sending: whatever is no success becomes an exception that says what is certain. Learns the
 * limits from the headers of every answer, and gives each request its deadline.
 */
final class RestInterceptor implements Interceptor {

    static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(15);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final RateLimitWindows windows;
    private final InvalidRequests invalid;
    private final Refusals refusals;
    private final Runnable onAnswer;
    private final RequestPace pace;
    private final ScheduledExecutorService timer;
    private final int basePathSegments;
    private final ThreadLocal<Duration> deadline = ThreadLocal.withInitial(() -> DEFAULT_DEADLINE);

    /**
     * @param onAnswer told when Discord itself has answered, whatever it said; returns at once
     * @param pace that of the bot; who asks is held for its turn
     * @param basePathSegments how many segments of each path belong to the API's base URL
     */
    RestInterceptor(
            RateLimitWindows windows,
            InvalidRequests invalid,
            Refusals refusals,
            Runnable onAnswer,
            RequestPace pace,
            ScheduledExecutorService timer,
            int basePathSegments) {
        this.windows = windows;
        this.invalid = invalid;
        this.refusals = refusals;
        this.onAnswer = onAnswer;
        this.pace = pace;
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
        String key = key(request);
        if (windows.wait(key).isZero() && invalid.storm(key).isEmpty()) {
            awaitTurn();
        }
        Optional<? extends RestFailure> storm = invalid.storm(key);
        Optional<? extends RestFailure> blocked = storm.isPresent() ? storm : windows.blocking(key);
        if (blocked.isPresent()) {
            throw new RestIoException(blocked.get());
        }
        RestAnswer answer = exchange(chain, request);
        learn(key, answer.response());
        Optional<RestFailure> failure = failure(key, request, answer);
        count(key, answer, failure);
        if (answer.status() < SERVER_ERROR
                && failure.filter(RestInterceptor::isForeign).isEmpty()) {
            onAnswer.run();
        }
        if (failure.isPresent()) {
            throw new RestIoException(failure.get());
        }
        return answer.again();
    }

    private void awaitTurn() throws RestIoException {
        try {
            TimeUnit.NANOSECONDS.sleep(pace.take().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RestIoException(new RestFailure.NotSent("interrupted before the request was made"));
        }
    }

    private String key(Request request) {
        List<String> path = request.url().pathSegments();
        return BucketKey.of(request.method(), path.subList(Math.min(basePathSegments, path.size()), path.size()));
    }

    /** The whole exchange, to the last byte of the answer, within the deadline. */
    private RestAnswer exchange(Chain chain, Request request) throws IOException {
        AtomicBoolean sent = new AtomicBoolean();
        ScheduledFuture<?> watchdog =
                timer.schedule(chain.call()::cancel, deadline.get().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return RestAnswer.read(chain.proceed(
                    request.newBuilder().tag(AtomicBoolean.class, sent).build()));
        } catch (RestIoException e) {
            throw e;
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

    private Optional<RestFailure> failure(String key, Request request, RestAnswer answer) {
        if (!answer.isSuccess()) {
            return Optional.of(refusals.of(key, answer));
        } else if (answer.whole() && answer.hasDiscordsForm()) {
            return Optional.empty();
        }
        // What was only asked for is not there; what was to be done may be done
        return Optional.of(
                request.method().equals("GET") && answer.whole()
                        ? Refusals.notDiscord(answer)
                        : new RestFailure.Uncertain("the answer cannot be read: " + ForeignAnswer.describe(answer)));
    }

    private static boolean isForeign(RestFailure failure) {
        return failure instanceof RestFailure.NotDiscord
                || failure instanceof RestFailure.ServerFailed
                || failure instanceof RestFailure.Uncertain
                || (failure instanceof RestFailure.Limited limited && limited.byOthers());
    }

    private void count(String key, RestAnswer answer, Optional<RestFailure> failure) {
        int status = answer.status();
        boolean shared = "shared".equals(answer.response().header(RestRateLimiter.SCOPE_HEADER));
        if (status == UNAUTHORIZED || status == FORBIDDEN || (status == TOO_MANY_REQUESTS && !shared)) {
            invalid.count(key);
        }
        if (failure.orElse(null) instanceof RestFailure.Limited limited) {
            windows.met(key, answer.response().header(RestRateLimiter.HASH_HEADER), limited);
        }
    }

    private void learn(String key, Response response) {
        String remaining = response.header(RestRateLimiter.REMAINING_HEADER);
        Optional<Duration> resetAfter = LimitAnswers.seconds(response.header(RestRateLimiter.RESET_AFTER_HEADER));
        if (remaining != null && resetAfter.isPresent() && response.code() != TOO_MANY_REQUESTS) {
            windows.learned(key, response.header(RestRateLimiter.HASH_HEADER), remaining(remaining), resetAfter.get());
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
}
