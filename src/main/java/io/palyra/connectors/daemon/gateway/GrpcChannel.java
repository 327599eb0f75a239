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
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
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
                        attempt.connected = true;
                    }
                    return chain.proceed(chain.request());
                });
        tls.apply(builder);
        client = builder.build();
    }

    /**
     * @param method such as {@code package.Service/Method}
     * @param deadline at most eight digits of milliseconds, after which the call is cancelled here and, by {@code grpc-timeout} a
     *     second later, there
     * @throws ConnectException where there was no connection: nothing has left
     * @throws IOException where nothing was answered, or what was answered is no gRPC
     * @throws IllegalArgumentException where the metadata has what no header can carry, or a file of certificates cannot be used;
     *     its message has no credentials
     */
    GrpcReply call(String method, byte[] message, Map<String, String> metadata, Duration deadline) throws IOException {
        Attempt attempt = new Attempt();
        Request.Builder request = new Request.Builder()
                .tag(Attempt.class, attempt)
                .url(address.newBuilder().addPathSegments(method).build())
                .post(RequestBody.create(frame(message), GRPC))
                .header("te", "trailers")
                .header("grpc-timeout", there(deadline) + "m");
        metadata.forEach(request::header);
        if (certificatesDoubted) {
            readCertificatesAgain();
        }
        okhttp3.Call call = client.newCall(request.build());
        call.timeout().timeout(deadline.plus(AFTER_DEADLINE).toMillis(), TimeUnit.MILLISECONDS);
        try (Response response = call.execute()) {
            return read(response);
        } catch (IOException e) {
            throw attempt.connected ? e : notConnected(e);
        }
    }

    /** A little later than here, so that it is always this side that gives up: what it says then is the same each time. */
    private static long there(Duration deadline) {
        return Math.min(deadline.plus(AFTER_DEADLINE).toMillis(), GatewayConfiguration.TIMEOUT_MS_MAX);
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

    private static IOException notConnected(IOException why) {
        ConnectException notConnected = new ConnectException(why.getMessage());
        notConnected.initCause(why);
        return notConnected;
    }

    /** Whether a call has had a connection. */
    private static final class Attempt {
        private volatile boolean connected;
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
            throw new NoGrpcException("HTTP " + code + ", " + response.header("content-type"));
        }
        return new GrpcReply(status, "HTTP " + code, code == 429 || code == 503, null);
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
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
