package io.palyra.connectors.platform.http;

import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * What a connector says of its platform's HTTP API, so that its answers can be read. Called by the threads that make requests,
 * several at once; never blocks, and never throws because of what an answer holds.
 */
public interface PlatformApi {

    /** The platform's name as people write it, such as {@code Discord}; reasons begin with it. */
    String name();

    /** The endpoint option that says where the API is, such as {@code rest-url}; told where something else answers there. */
    String urlOption();

    /** What the platform's secrets look like, so that none is repeated of an answer. */
    Pattern secrets();

    /**
     * Names what the platform counts the request under. Requests with the same name share a limit. Operators see it: no secret
     * may be in it, and what it is made of is bounded, or each request has a limit of its own.
     */
    String bucket(Request request);

    /**
     * Reads a refusal in the platform's own form.
     *
     * @param answer read to its end, of any status but 408, 429 and 5xx; also a 2xx, as platforms refuse with those too
     * @return empty for a success, and for what has not the platform's form: that was said by whoever stands in between
     */
    Optional<Refusal> refusal(HttpAnswer answer);

    /**
     * What an answer says of the limit that was met: one with the status 429, in whatever form, or one whose refusal means
     * {@link CodeMeaning#LIMITED}.
     */
    RequestFailure.Limited limit(String bucket, HttpAnswer answer);

    /** Whether a 2xx without a {@link #refusal} was written by the platform. By default: one in JSON, or without content. */
    default boolean isOwn(HttpAnswer answer) {
        return answer.isJsonOrNothing();
    }

    /** Whether a request only asks: one that fails has changed nothing. By default: a GET. */
    default boolean isReading(Request request) {
        return request.method().equals("GET");
    }

    /** What the answer's headers say of the limit; empty by default, as few platforms announce theirs. */
    default Optional<RateLimitWindow> window(HttpAnswer answer) {
        return Optional.empty();
    }

    /** The platform's own name of the bucket, where the answer has one: for operators. */
    default @Nullable String bucketName(HttpAnswer answer) {
        return null;
    }
}
