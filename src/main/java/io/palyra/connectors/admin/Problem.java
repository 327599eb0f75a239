package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.List;

/** An error as it is answered: RFC 9457, with our members behind the standard ones. */
record Problem(
        String type,
        String title,
        int status,
        String detail,
        ProblemCode code,
        ProblemCode.Category category,
        boolean retryable,
        List<FieldError> errors) {

    static final String MEDIA_TYPE = "application/problem+json";

    /** What is wrong with one field; the reason does not vary with the value. */
    record FieldError(String field, String reason) {}

    static Problem of(ProblemCode code, String detail) {
        return of(code, detail, List.of());
    }

    static Problem of(InvalidEnvelopeException invalid) {
        return of(
                ProblemCode.VALIDATION_FAILED,
                String.valueOf(invalid.getMessage()),
                List.of(new FieldError(invalid.field(), invalid.reason())));
    }

    private static Problem of(ProblemCode code, String detail, List<FieldError> errors) {
        return new Problem(
                "urn:palyra:problem:" + code.wireName(),
                code.title(),
                code.status(),
                detail,
                code,
                code.category(),
                code.retryable(),
                errors);
    }

    /** The same request must not be made again, though its kind of problem passes. */
    Problem forGood() {
        return new Problem(type, title, status, detail, code, category, false, errors);
    }
}
