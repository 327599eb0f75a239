package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.RestRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;

/** What goes wrong in Telegram's own words, and with which requests. */
public final class TelegramFault {

    private TelegramFault() {}

    /** A refusal: {@code ok} is false, and the status stands in the body too. */
    public static Fault refused(int status, String description) {
        return Fault.refusing(RestAnswer.json(status, TelegramError.body(status, description)));
    }

    /** A refusal although the message was made. */
    public static Fault refusedAfterAccepting(int status, String description) {
        return Fault.accepting(RestAnswer.json(status, TelegramError.body(status, description)));
    }

    /** 429 with the time to wait in the body and in {@code Retry-After}, in whole seconds. */
    public static Fault rateLimited(Duration retryAfter) {
        return Fault.refusing(TelegramError.limited(retryAfter).answer());
    }

    /** 429 that says nothing of how long. */
    public static Fault rateLimited() {
        return refused(429, "Too Many Requests");
    }

    /** 400: the group is another chat now. */
    public static Fault upgraded(long to) {
        return Fault.refusing(TelegramError.upgraded(to).answer());
    }

    /** An answer of a proxy: no JSON, whatever its status. */
    public static Fault portal() {
        return Fault.status(200, "text/html", "<html><body>Please log in</body></html>");
    }

    /** As {@link #portal}, although the message was made. */
    public static Fault portalAfterAccepting() {
        return Fault.statusAfterAccepting(200);
    }

    /** The message is made, but its answer is shorter than announced. */
    public static Fault shortAnswerAfterAccepting() {
        ObjectNode body = TelegramError.body(200, "cut").put("ok", true);
        return Fault.accepting(RestAnswer.json(200, body)).brokenOff();
    }

    /** The message is made, but the JSON of its answer breaks off. */
    public static Fault brokenJsonAfterAccepting() {
        return Fault.accepting(RestAnswer.of(200, "application/json", "{\"ok\":true,\"result\":{\"message_"));
    }

    /** The message is made, but Telegram says it has only put it off: it has no id. */
    public static Fault scheduledAfterAccepting() {
        ObjectNode answer = Json.object().put("ok", true);
        answer.putObject("result").put("message_id", 0).put("date", 0);
        return Fault.accepting(RestAnswer.ok(answer));
    }

    /** Requests for a method. */
    public static Predicate<RestRequest> to(String method) {
        String name = method.toLowerCase(Locale.ROOT);
        return request -> Call.method(request).filter(name::equals).isPresent();
    }

    /** Requests for a method that name this chat, by its id. */
    public static Predicate<RestRequest> to(String method, Chat chat) {
        return to(method).and(request -> Called.of(request).chat().equals(String.valueOf(chat.id())));
    }
}
