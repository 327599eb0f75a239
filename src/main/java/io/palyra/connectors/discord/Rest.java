package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.http.RequestIoException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.requests.Response;
import net.dv8tion.jda.api.utils.AttachedFile;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.internal.requests.RestActionImpl;
import net.dv8tion.jda.internal.requests.restaction.AuditableRestActionImpl;

/**
 * Requests by route, through JDA's session but not its cache: they work for a channel that JDA does not know, and while the
 * gateway is down. The only file that uses JDA's internal classes; they are those of the pinned version.
 *
 * <p>Thread safe. A call blocks its thread until it has ended, at most for its deadline.
 */
final class Rest implements Asked {

    static {
        // Otherwise a failure can be lost in JDA's callbacks, and its future never completes
        RestActionImpl.setPassContext(false);
    }

    /** The exchange ends a late request; this is for an answer that JDA loses all the same. */
    private static final Duration SPARE = Duration.ofSeconds(5);

    private final JDA jda;
    private final PlatformExchange exchange;

    Rest(JDA jda, PlatformExchange exchange) {
        this.jda = jda;
        this.exchange = exchange;
    }

    /** Whether a request that could as well be left out takes no other one's turn. */
    boolean isCalm() {
        return exchange.isCalm();
    }

    @Override
    public DataObject object(RestCall call) throws RequestException {
        return run(call, Response::getObject);
    }

    @Override
    public DataArray array(RestCall call) throws RequestException {
        return run(call, Response::getArray);
    }

    /** For an answer without content. */
    void send(RestCall call) throws RequestException {
        run(call, response -> true);
    }

    private <T> T run(RestCall call, Function<Response, T> reader) throws RequestException {
        exchange.deadline(call.deadline());
        try {
            return action(call, reader)
                    .submit()
                    .orTimeout(call.deadline().plus(SPARE).toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException | CancellationException | RejectedExecutionException e) {
            throw new RequestException(failure(e));
        }
    }

    private <T> AuditableRestActionImpl<T> action(RestCall call, Function<Response, T> reader) {
        AuditableRestActionImpl<T> action;
        DataObject body = call.body();
        if (call.files().isEmpty()) {
            action = body == null
                    ? new AuditableRestActionImpl<>(jda, call.route(), (response, request) -> reader.apply(response))
                    : new AuditableRestActionImpl<>(
                            jda, call.route(), body, (response, request) -> reader.apply(response));
        } else {
            action = new AuditableRestActionImpl<>(
                    jda,
                    call.route(),
                    AttachedFile.createMultipartBody(call.files(), body).build(),
                    (response, request) -> reader.apply(response));
        }
        String reason = call.auditReason();
        return reason == null ? action : action.reason(reason);
    }

    /** What is certain about a request that failed in JDA. */
    static RequestFailure failure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<RequestFailure> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return new RequestFailure.Uncertain("the answer cannot be read: " + failure);
    }

    /** A refusal never comes this way: the exchange has made an exception of it. */
    private static Optional<RequestFailure> known(Throwable failure) {
        if (failure instanceof RequestIoException told) {
            return Optional.of(told.failure());
        } else if (failure instanceof CancellationException || failure instanceof RejectedExecutionException) {
            return Optional.of(new RequestFailure.Stopped("the session ends"));
        } else if (failure instanceof ErrorResponseException answered) {
            Exception cause = answered.getResponse().getException();
            return cause == null ? Optional.empty() : known(cause);
        }
        return Optional.empty();
    }
}
