package io.palyra.connectors.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value that breaks a rule of the protocol. The message reads {@code <field>: <reason>}, followed by the details in
 * brackets where there are any; it never holds a secret or the text of a message.
 */
public class InvalidEnvelopeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String reason;
    private final @Nullable String details;

    /** True if {@link #field} is only the name of a type (an id), which an enclosing document calls by its own name. */
    private final boolean bareValue;

    public InvalidEnvelopeException(String field, String reason) {
        this(field, reason, null);
    }

    /** @param details more for the reader: the limit and the actual size, or the offending value if it is no secret */
    public InvalidEnvelopeException(String field, String reason, @Nullable String details) {
        this(field, reason, details, false);
    }

    private InvalidEnvelopeException(String field, String reason, @Nullable String details, boolean bareValue) {
        super(field + ": " + reason + (details == null ? "" : " (" + details + ")"));
        this.field = field;
        this.reason = reason;
        this.details = details;
        this.bareValue = bareValue;
    }

    /** For a value that does not know its place in a document yet; {@link #at} gives it the name it has there. */
    static InvalidEnvelopeException ofBareValue(String typeName, String reason, @Nullable String details) {
        return new InvalidEnvelopeException(typeName, reason, details, true);
    }

    /** The same defect, seen from a document that holds the checked value at {@code path}; an empty path is here. */
    InvalidEnvelopeException at(String path) {
        if (path.isEmpty()) {
            return this;
        }
        String place = bareValue ? path : field.startsWith("[") ? path + field : path + "." + field;
        return new InvalidEnvelopeException(place, reason, details);
    }

    /** The wire name of the field, with its path if it is nested, such as {@code attachments[3].url}. */
    public String field() {
        return field;
    }

    /** Why the value is refused, in words that do not vary with the value, such as {@code cannot be empty}. */
    public String reason() {
        return reason;
    }

    public Optional<String> details() {
        return Optional.ofNullable(details);
    }
}
