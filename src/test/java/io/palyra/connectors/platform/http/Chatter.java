package io.palyra.connectors.platform.http;

import io.palyra.connectors.protocol.LimitScope;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Request;

/**
 * A platform that nobody has: it refuses with 200 and {@code {"ok":false,"error":"…"}}, has the token in each path, and announces
 * no limit before it is met.
 */
final class Chatter implements PlatformApi {

    static final String TOKEN = "tk-0123456789abcdef";

    /** One for each meaning. */
    enum Code implements PlatformCode {
        TOO_LONG(CodeMeaning.MESSAGE),
        NO_SUCH_ROOM(CodeMeaning.TARGET),
        REPLIED_TO_NOTHING(CodeMeaning.REPLY),
        SLOWER(CodeMeaning.LIMITED),
        AT_LUNCH(CodeMeaning.NOT_NOW),
        STUMBLED(CodeMeaning.PERHAPS_DONE),
        WHO_ARE_YOU(CodeMeaning.TOKEN),
        MISSING_SCOPE(CodeMeaning.SET_UP),
        WRONG_HOUSE(CodeMeaning.FOREIGN);

        private final CodeMeaning says;

        Code(CodeMeaning says) {
            this.says = says;
        }

        @Override
        public String code() {
            return name();
        }

        @Override
        public CodeMeaning says() {
            return says;
        }
    }

    private static final CodeTable CODES = CodeTable.of(Code.values());
    private final RetryAfter waits = new RetryAfter(Clock.systemUTC());

    @Override
    public String name() {
        return "Chatter";
    }

    @Override
    public String urlOption() {
        return "api-url";
    }

    @Override
    public Pattern secrets() {
        return Pattern.compile("tk-[0-9a-f]+");
    }

    /** The method, which stands behind the token. */
    @Override
    public String bucket(Request request) {
        return request.url().pathSegments().get(1);
    }

    @Override
    public Optional<Refusal> refusal(HttpAnswer answer) {
        if (answer.json().path("ok").asBoolean(true)) {
            return Optional.empty();
        }
        String error = answer.json().path("error").asText();
        return Optional.of(new Refusal(error, CODES.meaning(error), "it said so"));
    }

    @Override
    public RequestFailure.Limited limit(String bucket, HttpAnswer answer) {
        return new RequestFailure.Limited(
                "Chatter limits " + bucket, waits.header(answer).orElse(null), LimitScope.BUCKET);
    }
}
