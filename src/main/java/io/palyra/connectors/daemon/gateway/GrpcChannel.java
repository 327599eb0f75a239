package io.palyra.connectors.daemon.gateway;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Connection;
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.internal.connection.RealConnection;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Unary calls of gRPC over HTTP/2, as <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">its protocol</a>
 * has them. Each call is one request: nothing is repeated in here. Thread safe; a call blocks its thread.
 */
final class GrpcChannel implements AutoCloseable {

    /** What gRPC servers and clients take unless told otherwise; more is refused before it is read. */
    static final int MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

    /**
     * A call ends by its own timeout. Only that tells OkHttp to see whether the connection lives, which the timeout of a whole
     * call does not; otherwise one that a firewall has forgotten holds up call after call.
     */
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(1);

    private static final Duration CONNECT_TIMEOUT_MAX = Duration.ofSeconds(10);
    private static final MediaType GRPC = MediaType.get("application/grpc");
    private static final int FRAME_HEADER_BYTES = 5;

    private final GatewayTls tls;
    private final HttpUrl address;
    private volatile OkHttpClient client;
    private volatile boolean certificatesDoubted;
    private volatile boolean closed;

    /** The last one on which something was answered. */
    private volatile @Nullable Connection proven;

    GrpcChannel(GatewayTls tls, int port, Duration timeout) {
        this.tls = tls;
        address = new HttpUrl.Builder()
                .scheme(tls.isOn() ? "https" : "http")
                .host(tls.serverName())
                .port(port)
                .build();
        Dispatcher dispatcher = new Dispatcher();
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .protocols(
                        tls.isOn() ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                .connectTimeout(timeout.compareTo(CONNECT_TIMEOUT_MAX) < 0 ? timeout : CONNECT_TIMEOUT_MAX)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .socketFactory(new KeptAliveSockets())
                // As with any daemon: a proxy of the Java runtime is for the platforms
                .proxy(Proxy.NO_PROXY)
                .addNetworkInterceptor(chain -> {
                    Attempt attempt = chain.request().tag(Attempt.class);
                    if (attempt != null) {
                        attempt.connection = chain.connection();
                    }
                    return asItIs(chain.proceed(chain.request()));
                });
        tls.apply(builder);
        client = builder.build();
    }

    /**
     * @param method such as {@code package.Service/Method}
     * @param deadline at most eight digits of milliseconds, after which the call is cancelled here and, by {@code grpc-timeout} a
     *     second later, there
     * @throws ConnectException where there was no connection, or it ended before the whole call had left
     * @throws IOException where nothing was answered, or what was answered is no gRPC
     * @throws IllegalArgumentException where the metadata has what no header can carry, or a file of certificates cannot be used;
     *     its message has no credentials
     */
    GrpcReply call(String method, byte[] message, Map<String, String> metadata, Duration deadline) throws IOException {
        Attempt attempt = new Attempt();
        Request.Builder request = new Request.Builder()
                .tag(Attempt.class, attempt)
                .url(address.newBuilder().addPathSegments(method).build())
                .post(attempt.body(frame(message)))
                .header("te", "trailers")
                .header("grpc-timeout", there(deadline) + "m");
        metadata.forEach(request::header);
        if (certificatesDoubted) {
            readCertificatesAgain();
        }
        okhttp3.Call call = client.newCall(request.build());
        call.timeout().timeout(deadline.plus(AFTER_DEADLINE).toMillis(), TimeUnit.MILLISECONDS);
        try (Response response = call.execute()) {
            GrpcReply reply = read(response);
            proven = attempt.connection;
            return reply;
        } catch (IOException e) {
            return failed(attempt, e);
        } finally {
            if (closed) {
                // It was in use when the others were ended
                client.connectionPool().evictAll();
            }
        }
    }

    private GrpcReply failed(Attempt attempt, IOException why) throws IOException {
        if (attempt.connection == null || attempt.connection != proven) {
            certificatesRefused(why);
        }
        if (attempt.connection != null && attempt.left) {
            throw why;
        }
        if (why instanceof StreamResetException reset
                && reset.errorCode != ErrorCode.REFUSED_STREAM
                && attempt.cutShort) {
            return new GrpcReply(
                    GrpcStatus.RESOURCE_EXHAUSTED,
                    "it ended the call before it had the whole of it (" + reset.errorCode
                            + "), as one that is too large",
                    true,
                    null);
        }
        throw new NotConnectedException(why);
    }

    /**
     * A server of TLS 1.3 looks at the own certificate when the connection is open on this side. Where it hangs up then while
     * this side sends, what it says about that is lost.
     */
    private void certificatesRefused(IOException why) throws SSLException {
        if (!tls.isOn() || why instanceof StreamResetException || !Somebody.isBehind(why)) {
            return;
        }
        certificatesDoubted = true;
        SSLException refusal = tls.refusal(address.port());
        if (refusal != null) {
            throw refusal;
        }
    }

    /** But for what OkHttp would do by itself: ask once more, or hide that a proxy wants to know who asks. */
    private static Response asItIs(Response response) throws NoGrpcException {
        if (response.code() == 407) {
            response.close();
            throw noGrpc(response);
        }
        return response.newBuilder().removeHeader("Retry-After").build();
    }

    /** A little later than here, so that it is always this side that gives up: what it says then is the same each time. */
    private static long there(Duration deadline) {
        return Math.min(deadline.plus(AFTER_DEADLINE).toMillis(), GatewayConfiguration.TIMEOUT_MS_MAX);
    }

    /** By which the daemon is asked for its certificate. */
    String serverName() {
        return address.host();
    }

    /** They did not hold: before the next call their files are read again, as they may have been renewed. */
    void doubtCertificates() {
        certificatesDoubted = true;
    }

    /** What is under way goes on with the old ones. */
    private synchronized void readCertificatesAgain() {
        OkHttpClient.Builder builder = client.newBuilder();
        tls.apply(builder);
        client = builder.build();
        certificatesDoubted = false;
    }

    /** How far a call has come. */
    private static final class Attempt {
        /** Null until it has one. */
        private volatile @Nullable Connection connection;

        /** Whether all of it may have left; before that no server begins with it, as it does not know the end. */
        private volatile boolean left;

        /** Whether it was stopped on its way on a connection that went on; OkHttp says of one that breaks too that it was reset. */
        private volatile boolean cutShort;

        RequestBody body(byte[] content) {
            return new RequestBody() {
                @Override
                public MediaType contentType() {
                    return GRPC;
                }

                @Override
                public long contentLength() {
                    return content.length;
                }

                @Override
                public void writeTo(BufferedSink sink) throws IOException {
                    try {
                        sink.write(content);
                    } catch (IOException e) {
                        // Now, as afterwards it is closed in each case
                        cutShort = connection instanceof RealConnection open && open.isHealthy(false);
                        throw e;
                    }
                    left = true;
                }
            };
        }
    }

    private static byte[] frame(byte[] message) {
        return new Buffer().writeByte(0).writeInt(message.length).write(message).readByteArray();
    }

    private static GrpcReply read(Response response) throws IOException {
        String status = response.header("grpc-status");
        if (status != null) {
            return reply(response.headers(), status, true, null);
        }
        if (response.code() != 200) {
            return between(response);
        }
        MediaType type = response.body().contentType();
        if (type == null || !type.subtype().startsWith("grpc")) {
            throw new NoGrpcException("HTTP 200, " + type);
        }
        byte[] message = message(response.body().source());
        Headers trailers = response.trailers();
        String ended = trailers.get("grpc-status");
        if (ended == null) {
            throw new ProtocolException("the answer ends without a status");
        }
        return reply(trailers, ended, false, message);
    }

    /** Something between has answered. Only by 429 and 503 it says that it has asked nobody. */
    private static GrpcReply between(Response response) throws NoGrpcException {
        int code = response.code();
        GrpcStatus status = GrpcStatus.ofHttp(code);
        if (status == null) {
            throw noGrpc(response);
        }
        return new GrpcReply(status, "HTTP " + code, code == 429 || code == 503, null);
    }

    private static NoGrpcException noGrpc(Response response) {
        return new NoGrpcException("HTTP " + response.code() + ", " + response.header("content-type"));
    }

    private static GrpcReply reply(Headers headers, String code, boolean headersOnly, byte @Nullable [] message)
            throws ProtocolException {
        GrpcStatus status = GrpcStatus.of(code);
        if (status == GrpcStatus.OK && message == null) {
            throw new ProtocolException("the answer has no message");
        }
        return new GrpcReply(
                status, decoded(headers.get("grpc-message")), headersOnly, status == GrpcStatus.OK ? message : null);
    }

    /** The one message of a unary answer; null where there is none, as with a failure. */
    private static byte @Nullable [] message(BufferedSource body) throws IOException {
        if (body.exhausted()) {
            return null;
        }
        body.require(FRAME_HEADER_BYTES);
        if (body.readByte() != 0) {
            throw new ProtocolException("the answer is compressed, which nobody has asked for");
        }
        long length = body.readInt() & 0xFFFFFFFFL;
        if (length > MESSAGE_BYTES_MAX) {
            throw new ProtocolException(
                    "the answer has " + length + " bytes; at most " + MESSAGE_BYTES_MAX + " are read");
        }
        byte[] message = body.readByteArray(length);
        if (!body.exhausted()) {
            throw new ProtocolException("the answer has more than one message");
        }
        return message;
    }

    private static String decoded(@Nullable String message) {
        if (message == null) {
            return "";
        }
        try {
            return URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return message;
        }
    }

    /** Cancels what runs: the daemon is told, and does not work on for nobody. */
    @Override
    public void close() {
        closed = true;
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
