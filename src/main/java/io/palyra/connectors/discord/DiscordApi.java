package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.CodeMeaning;
import io.palyra.connectors.platform.http.CodeTable;
import io.palyra.connectors.platform.http.HttpAnswer;
import io.palyra.connectors.platform.http.PlatformApi;
import io.palyra.connectors.platform.http.RateLimitWindow;
import io.palyra.connectors.platform.http.Refusal;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.http.RetryAfter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.dv8tion.jda.api.requests.RestRateLimiter;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** How Discord's REST API refuses, counts and limits. */
final class DiscordApi implements PlatformApi {

    static final String NAME = "Discord";

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final CodeTable CODES = CodeTable.of(DiscordCode.values());

    /** What looks like a bot's token, wherever it comes from. */
    static final Pattern TOKEN = Pattern.compile("[\\w-]{18,}\\.[\\w-]{5,}\\.[\\w-]{20,}");

    private final LimitAnswers limits;
    private final int basePathSegments;

    /** @param restUrl base of the API: its path is no part of a bucket's name */
    DiscordApi(URI restUrl, Clock clock) {
        this.limits = new LimitAnswers(clock);
        this.basePathSegments = segments(restUrl.getPath());
    }

    private static int segments(String path) {
        return (int) Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .count();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String urlOption() {
        return "rest-url";
    }

    @Override
    public Pattern secrets() {
        return TOKEN;
    }

    @Override
    public String bucket(Request request) {
        List<String> path = request.url().pathSegments();
        return BucketKey.of(request.method(), path.subList(Math.min(basePathSegments, path.size()), path.size()));
    }

    @Override
    public Optional<Refusal> refusal(HttpAnswer answer) {
        Optional<RefusalBody> read = answer.isSuccess() ? Optional.empty() : RefusalBody.of(answer);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        RefusalBody body = read.get();
        String code = body.code() > 0 ? String.valueOf(body.code()) : "";
        if (answer.status() == UNAUTHORIZED) {
            return Optional.of(new Refusal(code, CodeMeaning.TOKEN, body.words()));
        } else if (answer.status() < BAD_REQUEST || code.isEmpty()) {
            // Discord refuses with 4xx, and has a code for what it knows
            return Optional.empty();
        }
        CodeMeaning meaning = CODES.meaning(code);
        return Optional.of(new Refusal(
                code,
                meaning == CodeMeaning.MESSAGE && body.speaksOfReply() ? CodeMeaning.REPLY : meaning,
                body.words()));
    }

    @Override
    public RequestFailure.Limited limit(String bucket, HttpAnswer answer) {
        return limits.of(bucket, answer);
    }

    @Override
    public Optional<RateLimitWindow> window(HttpAnswer answer) {
        String remaining = answer.header(RestRateLimiter.REMAINING_HEADER);
        Optional<Duration> resetAfter = RetryAfter.seconds(answer.header(RestRateLimiter.RESET_AFTER_HEADER));
        return remaining == null
                ? Optional.empty()
                : resetAfter.map(reset -> new RateLimitWindow(remaining(remaining), reset));
    }

    /** A header that cannot be read limits nothing. */
    private static long remaining(String header) {
        try {
            return (long) Double.parseDouble(header);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    @Override
    public @Nullable String bucketName(HttpAnswer answer) {
        return answer.header(RestRateLimiter.HASH_HEADER);
    }
}
