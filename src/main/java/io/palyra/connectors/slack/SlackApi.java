package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.http.HttpAnswer;
import io.palyra.connectors.platform.http.PlatformApi;
import io.palyra.connectors.platform.http.Refusal;
import io.palyra.connectors.platform.http.RequestFailure;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * How Slack's Web API refuses, counts and limits. Nearly every refusal has the status 200: the {@code error} decides.
 *
 * @see <a href="https://docs.slack.dev/apis/web-api/">Slack: Web API</a>
 */
final class SlackApi implements PlatformApi {

    static final String NAME = "Slack";
    static final String POST = "chat.postMessage";

    /** What looks like one of Slack's tokens, or like the ticket of a socket. */
    static final Pattern SECRET =
            Pattern.compile("xox[a-z]?(?:\\.xox[a-z])?-[\\w-]{6,}|xapp-[\\w-]{6,}|ticket=[\\w-]{6,}");

    /** What they are asked for changes nothing. */
    private static final Set<String> READING = Set.of(
            "auth.test",
            "bots.info",
            "users.info",
            "users.conversations",
            "conversations.info",
            "conversations.history",
            "conversations.replies",
            "reactions.get",
            "files.info",
            "chat.getPermalink",
            "apps.connections.open");

    private static final String UPLOAD = "upload";
    private static final int WORDS_MAX = 5;

    private final HttpUrl base;
    private final PostLimits limits;

    /** @param apiUrl base of the API */
    SlackApi(URI apiUrl, Clock clock) {
        this.base = HttpUrl.get(apiUrl.toString());
        this.limits = new PostLimits(clock);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String urlOption() {
        return "api-url";
    }

    @Override
    public Pattern secrets() {
        return SECRET;
    }

    /** Slack counts by method, and posts by channel. */
    @Override
    public String bucket(Request request) {
        String method = method(request);
        if (method == null) {
            return UPLOAD;
        }
        String channel = method.equals(POST) ? field(request, "channel") : null;
        return channel == null ? method : bucketOfPost(channel);
    }

    static String bucketOfPost(String channelId) {
        return POST + " " + channelId;
    }

    /** Null where it goes elsewhere: files have a host of their own. */
    private @Nullable String method(Request request) {
        List<String> path = request.url().pathSegments();
        List<String> before = base.pathSegments().stream()
                .filter(segment -> !segment.isEmpty())
                .toList();
        return request.url().host().equals(base.host())
                        && request.url().port() == base.port()
                        && path.size() == before.size() + 1
                        && path.subList(0, before.size()).equals(before)
                ? path.get(path.size() - 1)
                : null;
    }

    private static @Nullable String field(Request request, String name) {
        if (request.body() instanceof FormBody form) {
            for (int i = 0; i < form.size(); i++) {
                if (form.name(i).equals(name)) {
                    return form.value(i);
                }
            }
        }
        return null;
    }

    @Override
    public boolean isReading(Request request) {
        String method = method(request);
        return method == null ? request.method().equals("GET") : READING.contains(method);
    }

    @Override
    public Optional<Refusal> refusal(HttpAnswer answer) {
        JsonNode body = answer.json();
        JsonNode ok = body.path("ok");
        String error = body.path("error").asText();
        return ok.isBoolean() && !ok.booleanValue() && !error.isEmpty()
                ? Optional.of(new Refusal(error, SlackCode.meaning(error), words(body, error)))
                : Optional.empty();
    }

    private static String words(JsonNode body, String error) {
        List<String> words = new ArrayList<>();
        if (body.hasNonNull("needed")) {
            words.add("it needs the scope " + body.path("needed").asText() + ", the token has "
                    + body.path("provided").asText());
        }
        SlackCode.advice(error).ifPresent(words::add);
        body.path("response_metadata").path("messages").forEach(message -> words.add(message.asText()));
        body.path("errors").forEach(message -> words.add(message.isTextual() ? message.asText() : message.toString()));
        return words.isEmpty() ? error : String.join("; ", words.subList(0, Math.min(words.size(), WORDS_MAX)));
    }

    /** A file's bytes are taken with a line of text; everything else is an object that says whether it went well. */
    @Override
    public boolean isOwn(HttpAnswer answer) {
        return method(answer.response().request()) == null
                || answer.json().path("ok").isBoolean();
    }

    @Override
    public RequestFailure.Limited limit(String bucket, HttpAnswer answer) {
        return limits.of(bucket, answer);
    }
}
