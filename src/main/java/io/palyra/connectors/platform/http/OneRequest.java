package io.palyra.connectors.platform.http;

import java.io.IOException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Sees to it that one call is one request on the wire. OkHttp asks again by itself for a 503 that says {@code Retry-After: 0},
 * whatever it is set to, and for a 421; a 407 it takes for broken HTTP. As a network interceptor this one takes the reason away
 * before OkHttp sees it. Also marks a request whose first byte is about to leave, on a connection that stands.
 */
final class OneRequest implements Interceptor {

    private static final int PROXY_AUTHENTICATION = 407;
    private static final int MISDIRECTED = 421;
    private static final int UNAVAILABLE = 503;

    private final Refusals refusals;
    private final KeptConnections kept = new KeptConnections();

    OneRequest(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Connection connection = chain.connection();
        if (connection != null) {
            kept.check(connection);
        }
        Departure departure = chain.request().tag(Departure.class);
        if (departure != null) {
            departure.begins();
        }
        Response response = chain.proceed(chain.request());
        return switch (response.code()) {
            case UNAVAILABLE ->
                response.newBuilder().removeHeader("Retry-After").build();
            case PROXY_AUTHENTICATION, MISDIRECTED ->
                throw new RequestIoException(refusals.foreign(HttpAnswer.read(response)));
            default -> response;
        };
    }
}
