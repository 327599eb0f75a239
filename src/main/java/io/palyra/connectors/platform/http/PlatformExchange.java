package io.palyra.connectors.platform.http;

import io.palyra.connectors.net.EgressDeniedException;
import io.palyra.connectors.net.UntrustedCertificate;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Stands around each request of a {@link GuardedClient}: whatever is no success becomes a {@link RequestIoException} that says
 * what is certain, so that nobody waits or sends again on the way. Makes no request that would meet a known limit, holds each
 * for its turn, learns limits from the answers, and gives each request its deadline. A web socket passes as it is.
 *
 * <p>Thread safe. A request runs on the thread that asks for it ({@code Call.execute}), and blocks it until the last byte of
 * the answer, at most for its turn and its deadline.
 */
public final class PlatformExchange implements Interceptor {

    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(15);

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final PlatformApi api;
    private final RateLimitWindows windows;
    private final RefusalBudget budget;
    private final RequestPace pace;
    private final Runnable onAnswer;
    private final ScheduledExecutorService timer;
    private final Refusals refusals;
    private final ThreadLocal<Duration> deadline = ThreadLocal.withInitial(() -> DEFAULT_DEADLINE);

    /**
     * @param pace that of the bot; who asks is held for its turn
     * @param onAnswer told when the platform itself has answered, whatever it said; returns at once
     * @param timer ends late requests; shut down by whoever made it, after the last request
     */
    public PlatformExchange(
            PlatformApi api,
            RateLimitWindows windows,
            RefusalBudget budget,
            RequestPace pace,
            Runnable onAnswer,
            ScheduledExecutorService timer) {
        this.api = api;
        this.windows = windows;
        this.budget = budget;
        this.pace = pace;
        this.onAnswer = onAnswer;
        this.timer = timer;
        this.refusals = new Refusals(api);
    }

    /** How long the next requests of this thread may take in all, their turn aside. */
    public void deadline(Duration nextDeadline) {
        deadline.set(nextDeadline);
    }

    /** Whether a request that could as well be left out takes no other one's turn. */
    public boolean isCalm() {
        return pace.isCalm();
    }

    Interceptor oneRequest() {
        return new OneRequest(refusals);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (request.header("Upgrade") != null) {
            // A web socket: it has no end to read to, and its listener hears of every failure
            return chain.proceed(request);
        }
        String bucket = api.bucket(request);
        if (windows.wait(bucket).isZero() && budget.spent(bucket).isEmpty()) {
            awaitTurn();
        }
        Optional<RequestFailure> spent = budget.spent(bucket);
        Optional<? extends RequestFailure> blocked = spent.isPresent() ? spent : windows.blocking(bucket);
        if (blocked.isPresent()) {
            throw new RequestIoException(blocked.get());
        }
        HttpAnswer answer = exchange(chain, request);
        learn(bucket, answer);
        Optional<RequestFailure> failure = failure(bucket, request, answer);
        count(bucket, answer, failure);
        if (answer.status() < SERVER_ERROR
                && failure.filter(PlatformExchange::isForeign).isEmpty()) {
            onAnswer.run();
        }
        if (failure.isPresent()) {
            throw new RequestIoException(failure.get());
        }
        return answer.again();
    }

    private void awaitTurn() throws RequestIoException {
        try {
            TimeUnit.NANOSECONDS.sleep(pace.take().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestIoException(new RequestFailure.NotSent("interrupted before the request was made"));
        }
    }

    /** The whole exchange, to the last byte of the answer, within the deadline. */
    private HttpAnswer exchange(Chain chain, Request request) throws IOException {
        Departure departure = new Departure();
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> watchdog = watchdog(chain, late);
        try {
            return HttpAnswer.read(onStandingConnection(
                    chain, request.newBuilder().tag(Departure.class, departure).build()));
        } catch (RequestIoException e) {
            throw e;
        } catch (IOException e) {
            String reason = late.get()
                    ? "no answer within " + deadline.get().toMillis() + " ms"
                    : chain.call().isCanceled() ? "the session has ended" : reason(e, request);
            throw new RequestIoException(failure(e, reason, departure.hasBegun()));
        } finally {
            watchdog.cancel(false);
        }
    }

    private static String reason(IOException failure, Request request) {
        return UntrustedCertificate.of(failure)
                .map(refused -> refused.sentence(request.url().host()))
                .orElseGet(failure::toString);
    }

    /** Each that has ended is not used again, and a new one is taken as it is. */
    private static Response onStandingConnection(Chain chain, Request request) throws IOException {
        while (true) {
            try {
                return chain.proceed(request);
            } catch (KeptConnections.EndedException e) {
                // Nothing of it was written
            }
        }
    }

    private ScheduledFuture<?> watchdog(Chain chain, AtomicBoolean late) throws RequestIoException {
        Runnable cancel = () -> {
            late.set(true);
            chain.call().cancel();
        };
        try {
            return timer.schedule(cancel, deadline.get().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw new RequestIoException(new RequestFailure.Stopped("the session ends"));
        }
    }

    private RequestFailure failure(IOException failure, String reason, boolean sent) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EgressDeniedException) {
                return new RequestFailure.Withheld("egress denied: " + cause.getMessage());
            }
        }
        return sent
                ? new RequestFailure.Uncertain(
                        "the connection to " + api.name() + " broke after the request had left: " + reason)
                : new RequestFailure.NotSent(api.name() + " was not reached: " + reason);
    }

    private Optional<RequestFailure> failure(String bucket, Request request, HttpAnswer answer) {
        if (!answer.isSuccess()) {
            return Optional.of(refusals.of(bucket, answer));
        }
        if (answer.whole()) {
            Optional<Refusal> refusal = api.refusal(answer);
            if (refusal.isPresent()) {
                return Optional.of(refusals.of(bucket, answer, refusal.get()));
            } else if (api.isOwn(answer)) {
                return Optional.empty();
            }
        }
        // What was only asked for is not there; what was to be done may be done
        return Optional.of(
                api.isReading(request) && answer.whole()
                        ? refusals.foreign(answer)
                        : new RequestFailure.Uncertain("the answer cannot be read: " + refusals.describe(answer)));
    }

    private static boolean isForeign(RequestFailure failure) {
        return failure instanceof RequestFailure.Foreign
                || failure instanceof RequestFailure.ServerFailed
                || failure instanceof RequestFailure.Uncertain
                || (failure instanceof RequestFailure.Limited limited && limited.byOthers());
    }

    private void count(String bucket, HttpAnswer answer, Optional<RequestFailure> failure) {
        budget.answered(bucket, answer);
        if (failure.orElse(null) instanceof RequestFailure.Limited limited) {
            windows.met(bucket, api.bucketName(answer), limited);
        }
    }

    private void learn(String bucket, HttpAnswer answer) {
        if (answer.status() != TOO_MANY_REQUESTS) {
            api.window(answer).ifPresent(window -> windows.learned(bucket, api.bucketName(answer), window));
        }
    }
}
