package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.session.Session;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a call answers.
 *
 * @param body empty where the status has none
 * @param cookie what is to become of the caller's session
 */
record Answer(int status, Map<String, String> headers, Buffer body, SessionChange cookie) {

    /** What is to become of the caller's session. */
    sealed interface SessionChange {}

    /** It stays as it is. */
    record Unchanged() implements SessionChange {}

    /** It is this one from now on. */
    record Opens(Session session) implements SessionChange {}

    /** There is none from now on. */
    record Ends() implements SessionChange {}

    static final String RETRY_AFTER = "Retry-After";

    private static final String CONTENT_TYPE = "Content-Type";

    static Answer ok(Object value) {
        return json(200, value);
    }

    private static final int FIRST_OF_PROBLEMS = 400;

    Answer(int status, Map<String, String> headers, Buffer body) {
        this(status, headers, body, new Unchanged());
    }

    /** The same, with a cookie for the session. */
    Answer opening(Session session) {
        return new Answer(status, headers, body, new Opens(session));
    }

    /** The same, which takes the cookie back. */
    Answer ending() {
        return new Answer(status, headers, body, new Ends());
    }

    /** Whether the call was carried out. */
    boolean isGood() {
        return status < FIRST_OF_PROBLEMS;
    }

    static Answer json(int status, Object value) {
        return new Answer(
                status, Map.of(CONTENT_TYPE, "application/json"), Buffer.buffer(WireFormat.writeBytes(value)));
    }

    static Answer text(String mediaType, String text) {
        return new Answer(200, Map.of(CONTENT_TYPE, mediaType), Buffer.buffer(text));
    }

    static Answer noContent() {
        return new Answer(204, Map.of(), Buffer.buffer());
    }

    /** What the handler says, also where it fails. */
    static Answer of(Endpoint.Handler handler, Call call) {
        try {
            return handler.handle(call);
        } catch (Exception | Error e) {
            return problem(ProblemMapper.of(e));
        }
    }

    /**
     * What another node has said: JSON, of the kind that goes with its status.
     *
     * @param retryAfter the header; empty where there is none
     */
    static Answer ofNode(int status, String retryAfter, byte[] body) {
        Answer answer = new Answer(status, Map.of(), Buffer.buffer(body));
        if (body.length > 0) {
            answer = answer.with(CONTENT_TYPE, answer.isGood() ? "application/json" : Problem.MEDIA_TYPE);
        }
        return retryAfter.isEmpty() ? answer : answer.with(RETRY_AFTER, retryAfter);
    }

    static Answer problem(Problem problem) {
        ProblemCode code = problem.code();
        Buffer body = Buffer.buffer(WireFormat.writeBytes(problem));
        Answer answer = new Answer(problem.status(), Map.of(CONTENT_TYPE, Problem.MEDIA_TYPE), body);
        if (code == ProblemCode.UNAUTHORIZED) {
            return answer.with("WWW-Authenticate", "Bearer");
        }
        return problem.retryable() ? answer.with(RETRY_AFTER, String.valueOf(code.retryAfterS())) : answer;
    }

    /** The same, as another body says it. */
    Answer with(Buffer other) {
        return new Answer(status, headers, other, cookie);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body, cookie);
    }
}
