package io.palyra.connectors.admin.nodes;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Sends a signed call to another node, once. Thread safe; blocks. */
public final class NodeClient {

    private static final Duration CONNECT_WAIT = Duration.ofSeconds(3);

    /** Bytes of an answer. */
    private static final int ANSWER_BYTES_MAX = 32 * 1024 * 1024;

    /** What came of it. */
    public sealed interface Reply {

        record Answered(int status, HttpHeaders headers, byte[] body) implements Reply {}

        /** Certainly not sent. */
        record NotReached(String reason) implements Reply {}

        /** It may have been carried out. */
        record Lost(String reason) implements Reply {}
    }

    /** The JDK's words where a port does not speak TLS, so that no request went out. */
    private static final String NO_TLS = "recognized SSL message";

    private final NodeSignature signature;

    private @Nullable HttpClient http;

    public NodeClient(NodeSignature signature) {
        this.signature = signature;
    }

    /**
     * @param url of the node, without a path
     * @param wait at most for the whole of it
     * @throws IllegalArgumentException where URL and path are no address together
     */
    public Reply send(String url, SignedCall call, byte[] body, Duration wait) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + call.uri()))
                .method(
                        call.method(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        call.headers(signature).forEach(request::header);
        if (body.length > 0) {
            request.header("Content-Type", "application/json");
        }
        CompletableFuture<HttpResponse<Optional<byte[]>>> answer =
                http().sendAsync(request.build(), NodeClient::bounded);
        try {
            HttpResponse<Optional<byte[]>> got = answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return got.body()
                    .<Reply>map(read -> new Reply.Answered(got.statusCode(), got.headers(), read))
                    .orElseGet(() -> new Reply.Lost(
                            "the answer has more than " + ANSWER_BYTES_MAX + " bytes, or does not say how many"));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Reply.Lost("no answer within " + wait.toSeconds() + " s");
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Reply.Lost("the wait for the answer was interrupted");
        }
    }

    /** Made when it is needed, as it has a thread. Without a proxy: a call that may go to this machine only must not leave it. */
    private synchronized HttpClient http() {
        if (http == null) {
            http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(CONNECT_WAIT)
                    .build();
        }
        return http;
    }

    private static HttpResponse.BodySubscriber<Optional<byte[]>> bounded(HttpResponse.ResponseInfo info) {
        long length = info.headers().firstValueAsLong("Content-Length").orElse(info.statusCode() == 204 ? 0 : -1);
        return length >= 0 && length <= ANSWER_BYTES_MAX
                ? HttpResponse.BodySubscribers.mapping(HttpResponse.BodySubscribers.ofByteArray(), Optional::of)
                : HttpResponse.BodySubscribers.replacing(Optional.empty());
    }

    static Reply failed(Throwable failure) {
        String reason = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        boolean unsent = failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof SSLHandshakeException
                || failure instanceof SSLException && reason.contains(NO_TLS);
        return unsent ? new Reply.NotReached(reason) : new Reply.Lost(reason);
    }
}
