package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.WireEnum;

/** The kinds of error that the API answers. Names and statuses are stable. */
enum ProblemCode implements WireEnum {
    VALIDATION_FAILED(400, Category.VALIDATION, "The request breaks a rule"),
    MALFORMED_REQUEST(400, Category.VALIDATION, "The request cannot be read"),
    UNAUTHORIZED(401, Category.ACCESS, "The admin token is missing or wrong"),
    FOREIGN_HOST(403, Category.ACCESS, "The Host header names a foreign host"),
    FOREIGN_ORIGIN(403, Category.ACCESS, "The request comes from a foreign origin"),
    UNKNOWN_PATH(404, Category.NOT_FOUND, "There is no such call"),
    UNKNOWN_CONNECTOR(404, Category.NOT_FOUND, "There is no such connector"),
    UNKNOWN_MESSAGE(404, Category.NOT_FOUND, "There is no such message"),
    UNKNOWN_DEAD_LETTER(404, Category.NOT_FOUND, "There is no such dead letter"),
    METHOD_NOT_ALLOWED(405, Category.VALIDATION, "The call has another method"),
    BODY_TIMEOUT(408, Category.VALIDATION, true, "The body did not arrive in time"),
    PLATFORM_REFUSED(409, Category.STATE, "The platform refused this"),
    STATE_CONFLICT(409, Category.STATE, "The state does not allow this"),
    UNSUPPORTED(412, Category.CAPABILITY, "The connector does not support this"),
    BODY_TOO_LARGE(413, Category.VALIDATION, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, Category.VALIDATION, "The body must be application/json"),
    INTERNAL_ERROR(500, Category.INTERNAL, "The program failed"),
    STORE_UNAVAILABLE(503, Category.AVAILABILITY, true, "The store is not available"),
    NOT_ADMITTED(503, Category.AVAILABILITY, true, "The message was not admitted"),
    PLATFORM_UNAVAILABLE(503, Category.AVAILABILITY, true, "The platform is not available"),
    OVERLOADED(503, Category.AVAILABILITY, true, "Too many calls at once"),
    STOPPING(503, Category.AVAILABILITY, true, "The program is stopping");

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
    private final boolean retryable;
    private final String title;

    ProblemCode(int status, Category category, String title) {
        this(status, category, false, title);
    }

    ProblemCode(int status, Category category, boolean retryable, String title) {
        this.status = status;
        this.category = category;
        this.retryable = retryable;
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
        return retryable;
    }

    String title() {
        return title;
    }
}
