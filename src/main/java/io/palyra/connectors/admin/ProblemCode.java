package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.WireEnum;

/** The kinds of error that the API answers. Names and statuses are stable. */
enum ProblemCode implements WireEnum {
    VALIDATION_FAILED(400, Category.VALIDATION, "The request breaks a rule"),
    MALFORMED_REQUEST(400, Category.VALIDATION, "The request cannot be read"),
    UNAUTHORIZED(401, Category.ACCESS, "The token is missing or wrong"),
    FORBIDDEN(403, Category.ACCESS, "The role of the token does not allow this"),
    FOREIGN_PAGE(403, Category.ACCESS, "The request does not come from a page of the console"),
    FOREIGN_HOST(403, Category.ACCESS, "The Host header names a foreign host"),
    FOREIGN_ORIGIN(403, Category.ACCESS, "The request comes from a foreign origin"),
    UNKNOWN_PATH(404, Category.NOT_FOUND, "There is no such call"),
    UNKNOWN_CONNECTOR(404, Category.NOT_FOUND, "There is no such connector"),
    UNKNOWN_MESSAGE(404, Category.NOT_FOUND, "There is no such message"),
    UNKNOWN_DEAD_LETTER(404, Category.NOT_FOUND, "There is no such dead letter"),
    UNKNOWN_JOB(404, Category.NOT_FOUND, "There is no such job"),
    UNKNOWN_APPROVAL(404, Category.NOT_FOUND, "There is no such approval"),
    UNKNOWN_ACCESS(404, Category.NOT_FOUND, "There is no such access request or grant"),
    METHOD_NOT_ALLOWED(405, Category.VALIDATION, "The call has another method"),
    BODY_TIMEOUT(408, Category.VALIDATION, 1, "The body did not arrive in time"),
    PLATFORM_REFUSED(409, Category.STATE, "The platform refused this"),
    STATE_CONFLICT(409, Category.STATE, "The state does not allow this"),
    OWNED_ELSEWHERE(409, Category.STATE, 5, "Another node runs the connector"),
    UNSUPPORTED(412, Category.CAPABILITY, "The connector does not support this"),
    BODY_TOO_LARGE(413, Category.VALIDATION, "The body is too large"),
    URI_TOO_LONG(414, Category.VALIDATION, "The path and query are too long"),
    UNSUPPORTED_MEDIA_TYPE(415, Category.VALIDATION, "The body must be application/json"),
    TOO_MANY_ATTEMPTS(429, Category.ACCESS, 1, "Too many wrong tokens"),
    TOO_MANY_STREAMS(429, Category.STATE, 10, "Too many event streams"),
    HEADERS_TOO_LARGE(431, Category.VALIDATION, "The headers are too large"),
    INTERNAL_ERROR(500, Category.INTERNAL, "The program failed"),
    STORE_UNAVAILABLE(503, Category.AVAILABILITY, 5, "The store is not available"),
    NOT_ADMITTED(503, Category.AVAILABILITY, 5, "The message was not admitted"),
    PLATFORM_UNAVAILABLE(503, Category.AVAILABILITY, 10, "The platform is not available"),
    OVERLOADED(503, Category.AVAILABILITY, 1, "Too many calls at once"),
    STOPPING(503, Category.AVAILABILITY, 10, "The program is stopping");

    /** Who has to do something about it. */
    enum Category {
        VALIDATION,
        ACCESS,
        NOT_FOUND,
        STATE,
        CAPABILITY,
        AVAILABILITY,
        INTERNAL
    }

    private final int status;
    private final Category category;
    private final int retryAfterS;
    private final String title;

    ProblemCode(int status, Category category, String title) {
        this(status, category, 0, title);
    }

    ProblemCode(int status, Category category, int retryAfterS, String title) {
        this.status = status;
        this.category = category;
        this.retryAfterS = retryAfterS;
        this.title = title;
    }

    int status() {
        return status;
    }

    Category category() {
        return category;
    }

    /** Whether the same request can succeed later. */
    boolean retryable() {
        return retryAfterS > 0;
    }

    /** Seconds to wait before; 0 where waiting does not help. */
    int retryAfterS() {
        return retryAfterS;
    }

    String title() {
        return title;
    }
}
