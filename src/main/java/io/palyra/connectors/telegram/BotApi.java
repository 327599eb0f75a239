package io.palyra.connectors.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.platform.http.HttpAnswer;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.http.RequestIoException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Calls methods of the Bot API. The one place that knows the token and makes URLs, of which the token is a part: no other sees a
 * request or its URL. One call is one request: nothing is sent again here. Thread safe; a call blocks its thread, at most for its
 * deadline.
 *
 * @see <a href="https://core.telegram.org/bots/api#making-requests">Telegram: Making requests</a>
 */
final class BotApi {

    /**
     * What a request asks, for whoever stands around it.
     *
     * @param chat that it is about, as it stands in the request; null where it is about none
     */
    record Ask(String method, @Nullable String chat) {}

    private static final MediaType JSON = MediaType.get("application/json");

    private final HttpUrl base;
    private final OkHttpClient http;
    private final PlatformExchange exchange;

    /** @param http guarded, with the exchange around each request; closed by whoever made it */
    BotApi(URI apiUrl, BotToken token, OkHttpClient http, PlatformExchange exchange) {
        this.base = HttpUrl.get(apiUrl.toString())
                .newBuilder()
                .addPathSegment("bot" + token.value())
                .build();
        this.http = http;
        this.exchange = exchange;
    }

    /** Arguments of a call, to be filled. */
    static ObjectNode arguments() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The body of a call that has no files. */
    static RequestBody body(ObjectNode arguments) {
        return RequestBody.create(arguments.toString(), JSON);
    }

    /** Calls a method with the usual deadline. */
    JsonNode call(String method, ObjectNode arguments) throws RequestException {
        return call(method, arguments, PlatformExchange.DEFAULT_DEADLINE);
    }

    /**
     * Calls a method.
     *
     * @param arguments {@code chat_id} among them where it is about a chat
     * @param deadline from the connection to the last byte of the answer
     * @return the result
     */
    JsonNode call(String method, ObjectNode arguments, Duration deadline) throws RequestException {
        JsonNode chat = arguments.path("chat_id");
        return call(new Ask(method, chat.isMissingNode() ? null : chat.asText()), body(arguments), deadline);
    }

    /** Calls a method with a body of its own, such as one with files. */
    JsonNode call(Ask ask, RequestBody body, Duration deadline) throws RequestException {
        exchange.deadline(deadline);
        Request request = new Request.Builder()
                .url(base.newBuilder().addPathSegment(ask.method()).build())
                .tag(Ask.class, ask)
                .post(body)
                .build();
        try {
            return HttpAnswer.read(http.newCall(request).execute()).json().path("result");
        } catch (RequestIoException e) {
            throw new RequestException(e.failure());
        } catch (IOException | RuntimeException e) {
            // Its text may hold the URL
            throw new RequestException(new RequestFailure.Uncertain("the answer to " + ask.method()
                    + " cannot be read: " + e.getClass().getSimpleName()));
        }
    }

    /** Whether a request that could as well be left out takes no other one's turn. */
    boolean isCalm() {
        return exchange.isCalm();
    }
}
