package io.palyra.connectors.daemon.gateway;

import java.io.IOException;
import java.net.ProtocolException;
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

    private static final Duration CONNECT_TIMEOUT_MAX = Duration.ofSeconds(10);
    private static final MediaType GRPC = MediaType.get("application/grpc");
    private static final int FRAME_HEADER_BYTES = 5;

    private final OkHttpClient client;
    private final HttpUrl address;

    GrpcChannel(GatewayTls tls, int port, Duration timeout) {
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
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO);
        tls.apply(builder);
        client = builder.build();
    }

    /**
     * @param method such as {@code package.Service/Method}
     * @param deadline after which the call is cancelled here and, by {@code grpc-timeout}, there
     * @throws IOException where nothing was answered, or what was answered is no gRPC
     */
    GrpcReply call(String method, byte[] message, Map<String, String> metadata, Duration deadline) throws IOException {
        Request.Builder request = new Request.Builder()
                .url(address.newBuilder().addPathSegments(method).build())
                .post(RequestBody.create(frame(message), GRPC))
                .header("te", "trailers")
                .header("grpc-timeout", deadline.toMillis() + "m");
        metadata.forEach(request::header);
        okhttp3.Call call = client.newCall(request.build());
        call.timeout().timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        try (Response response = call.execute()) {
            return read(response);
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
            return new GrpcReply(GrpcStatus.ofHttp(response.code()), "HTTP " + response.code(), true, null);
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
