package io.palyra.connectors.protocol;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Says in the protocol's words what Jackson found wrong with a document. */
final class ReadFailure {
    private ReadFailure() {}

    static InvalidEnvelopeException explain(Exception failure) {
        String path = failure instanceof JsonMappingException mapping ? path(mapping) : "";
        InvalidEnvelopeException ownRule = find(failure, InvalidEnvelopeException.class);
        if (ownRule != null) {
            return ownRule.at(path);
        }
        return constraintBroken(failure, path);
    }

    private static InvalidEnvelopeException constraintBroken(Exception failure, String path) {
        StreamConstraintsException constraint = find(failure, StreamConstraintsException.class);
        if (constraint != null) {
            boolean depth = constraint.getOriginalMessage().contains("nesting depth");
            return invalid(path, depth ? WireFormat.TOO_DEEP : Checks.EXCEEDS_SIZE_LIMIT, place(constraint));
        }
        if (find(failure, InputCoercionException.class) != null) {
            return invalid(path, "number is out of range", null);
        }
        if (failure instanceof InvalidTypeIdException unknownType) {
            return unknownOutcome(unknownType.getTypeId()).at(path);
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch, path);
        }
        JsonProcessingException syntax = find(failure, JsonProcessingException.class);
        return invalid("", Checks.NOT_VALID_JSON, syntax == null ? null : syntax(syntax));
    }

    private static InvalidEnvelopeException mismatch(MismatchedInputException mismatch, String path) {
        if (mismatch instanceof InvalidNullException) {
            return invalid(path, Checks.IS_REQUIRED, null);
        }
        String message = mismatch.getOriginalMessage();
        if (message.startsWith("No content") || message.startsWith("Trailing token")) {
            return invalid("", Checks.NOT_VALID_JSON, place(mismatch));
        }
        return invalid(path, "must be " + expected(mismatch.getTargetType()), null);
    }

    /** The only type whose JSON says which of its kinds it is. */
    private static InvalidEnvelopeException unknownOutcome(@Nullable String outcome) {
        String reason = outcome == null
                ? Checks.IS_REQUIRED
                : "unknown value " + Texts.quote(outcome) + ", one of delivered, retry, permanent_failure, unknown";
        return new InvalidEnvelopeException(DeliveryOutcome.TYPE_FIELD, reason);
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "another type";
        }
        if (type == String.class || type.isEnum() || isText(type)) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "an integer";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    /** Ids and the like: records of one string. */
    private static boolean isText(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return components != null && components.length == 1 && components[0].getType() == String.class;
    }

    private static @Nullable String syntax(JsonProcessingException failure) {
        boolean duplicate = failure.getOriginalMessage().startsWith("Duplicate field");
        String place = place(failure);
        return duplicate ? (place == null ? "duplicate key" : "duplicate key, " + place) : place;
    }

    private static @Nullable String place(JsonProcessingException failure) {
        JsonLocation at = failure.getLocation();
        return at == null ? null : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String path(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getIndex() >= 0) {
                path.append('[').append(step.getIndex()).append(']');
            } else if (step.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static <E extends Throwable> @Nullable E find(Throwable failure, Class<E> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static InvalidEnvelopeException invalid(String path, String reason, @Nullable String details) {
        return InvalidEnvelopeException.ofBareValue(path.isEmpty() ? WireFormat.DOCUMENT : path, reason, details);
    }
}
