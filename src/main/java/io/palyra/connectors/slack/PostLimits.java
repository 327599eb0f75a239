package io.palyra.connectors.slack;

import io.palyra.connectors.platform.http.HttpAnswer;
import io.palyra.connectors.platform.http.LimitedBuckets;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.http.RetryAfter;
import io.palyra.connectors.protocol.LimitScope;
import java.time.Clock;
import java.time.Duration;

/**
 * Reads what a limit says of how long and for what. Slack takes about one post a second for each channel, and some hundred a
 * minute of a workspace: it does not say which of both was met. The first refusal counts for its channel; a second channel's
 * within the same wait for all. Thread safe.
 *
 * @see <a href="https://docs.slack.dev/apis/web-api/rate-limits">Slack: Rate limits</a>
 */
final class PostLimits {

    private final RetryAfter waits;
    private final LimitedBuckets channels;

    PostLimits(Clock clock) {
        this.channels = new LimitedBuckets(clock);
        this.waits = new RetryAfter(clock);
    }

    RequestFailure.Limited of(String bucket, HttpAnswer answer) {
        Duration wait = waits.header(answer).orElse(null);
        String error = answer.json().path("error").asText();
        boolean ofAll = error.equals(SlackCode.MESSAGE_LIMIT_EXCEEDED.code())
                || (wait != null && bucket.startsWith(SlackApi.POST) && channels.isAnotherToo(bucket, wait));
        return new RequestFailure.Limited(
                SlackApi.NAME + " limits " + (ofAll ? "everything" : bucket)
                        + (error.isEmpty() ? "" : " (" + error + ")"),
                wait,
                ofAll ? LimitScope.CONNECTOR : LimitScope.BUCKET);
    }
}
