package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.util.http.SlackHttpClient;
import io.palyra.connectors.platform.http.HttpAnswer;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.http.RequestIoException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Calls of Slack's Web API through its SDK, which knows methods and their arguments; what an answer means is decided before the
 * SDK sees it. One call is one request: nothing is sent again here. Thread safe; a call blocks its thread, at most for its deadline.
 */
final class WebApi implements AutoCloseable {

    /**
     * An answer that says {@code "ok": true}.
     *
     * @param json its body
     */
    record Reply(HttpAnswer answer, JsonNode json) {

        /** Null where there is none. */
        @Nullable
        String header(String name) {
            return answer.header(name);
        }
    }

    private final boolean isPlain;
    private final String botToken;
    private final String appToken;
    private final OkHttpClient http;
    private final PlatformExchange exchange;
    private final Slack slack;
    private final MethodsClient methods;

    /** @param http guarded, with the exchange around each request; closed by whoever made it */
    WebApi(URI apiUrl, String botToken, String appToken, OkHttpClient http, PlatformExchange exchange) {
        this.isPlain = "http".equals(apiUrl.getScheme());
        this.botToken = botToken;
        this.appToken = appToken;
        this.http = http;
        this.exchange = exchange;
        SlackConfig config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(apiUrl.toString());
        // Otherwise each token's first call is preceded by one of its own, and an odd Retry-After fails the call
        config.setStatsEnabled(false);
        this.slack = Slack.getInstance(config, new SlackHttpClient(http));
        this.methods = slack.methods();
    }

    /** Asks as the bot, with the usual deadline. */
    Reply call(String method, FormBody.Builder arguments) throws RequestException {
        return call(method, arguments, PlatformExchange.DEFAULT_DEADLINE);
    }

    /** @param deadline from the connection to the last byte of the answer */
    Reply call(String method, FormBody.Builder arguments, Duration deadline) throws RequestException {
        return call(method, arguments, botToken, deadline);
    }

    /** Asks as the app: only where a socket opens is that wanted. */
    Reply callAsApp(String method) throws RequestException {
        return call(method, new FormBody.Builder(), appToken, PlatformExchange.DEFAULT_DEADLINE);
    }

    private Reply call(String method, FormBody.Builder arguments, String token, Duration deadline)
            throws RequestException {
        HttpAnswer answer = run(deadline, () -> methods.runPostFormWithToken(arguments, method, token));
        return new Reply(answer, answer.json());
    }

    /** Sends the bytes of a file where Slack has said, which is not the API. */
    void upload(String url, RequestBody content, Duration deadline) throws RequestException {
        HttpUrl place = HttpUrl.parse(url);
        if (place == null || (!place.isHttps() && !isPlain)) {
            throw new RequestException(new RequestFailure.Foreign("the place for a file is no https URL"));
        }
        Request request = new Request.Builder().url(place).post(content).build();
        run(deadline, () -> http.newCall(request).execute());
    }

    @FunctionalInterface
    private interface Call {
        okhttp3.Response run() throws IOException;
    }

    private HttpAnswer run(Duration deadline, Call call) throws RequestException {
        exchange.deadline(deadline);
        try {
            return HttpAnswer.read(call.run());
        } catch (RequestIoException e) {
            throw new RequestException(e.failure());
        } catch (IOException | RuntimeException e) {
            throw new RequestException(new RequestFailure.Uncertain("the answer cannot be read: " + e));
        }
    }

    /** The SDK has a thread of its own for each configuration. */
    @Override
    public void close() {
        try {
            slack.close();
        } catch (Exception e) {
            throw new IllegalStateException("the SDK does not end", e);
        }
    }
}
