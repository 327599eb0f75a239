package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.RestRequest;
import java.time.Duration;
import java.util.function.Predicate;

/** What goes wrong in Slack's own words, and with which requests. */
public final class SlackFault {

    private SlackFault() {}

    /** A refusal, with the status 200. */
    public static Fault refused(String error) {
        return refused(200, error);
    }

    public static Fault refused(int status, String error) {
        return Fault.refusing(RestAnswer.json(status, refusal(error)));
    }

    /** A refusal although the message was taken. */
    public static Fault refusedAfterAccepting(String error) {
        return Fault.accepting(RestAnswer.json(200, refusal(error)));
    }

    public static Fault missingScope(String needed, String provided) {
        return Fault.refusing(
                RestAnswer.ok(refusal("missing_scope").put("needed", needed).put("provided", provided)));
    }

    /** 429 with {@code Retry-After} in whole seconds. */
    public static Fault rateLimited(Duration retryAfter) {
        return Fault.refusing(limited(retryAfter));
    }

    /** 429 that says nothing of how long. */
    public static Fault rateLimited() {
        return refused(429, "ratelimited");
    }

    /** 429 from something before Slack: no JSON. */
    public static Fault rateLimitedByProxy(Duration retryAfter) {
        return Fault.status(429).with("Retry-After", Fault.wholeSeconds(retryAfter));
    }

    /** Requests for a method of the Web API. */
    public static Predicate<RestRequest> to(String method) {
        return request -> request.path().equals("/" + method);
    }

    /** Requests for a method that name this channel. */
    public static Predicate<RestRequest> to(String method, Channel channel) {
        return to(method).and(request -> {
            try {
                return Call.arguments(request).path("channel").asText().equals(channel.id());
            } catch (SlackError e) {
                return false;
            }
        });
    }

    static RestAnswer limited(Duration retryAfter) {
        return RestAnswer.json(429, refusal("ratelimited")).header("Retry-After", Fault.wholeSeconds(retryAfter));
    }

    private static ObjectNode refusal(String error) {
        return Json.object().put("ok", false).put("error", error);
    }
}
