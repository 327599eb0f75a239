package io.palyra.connectors.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A closed set of words. On the wire each constant is its name in lower case: {@code RATE_LIMIT} is {@code rate_limit}.
 * {@link WireFormat} writes and reads every enum so; this interface gives the same words to other texts.
 */
public interface WireEnum {
    String name();

    default String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant that is written so.
     *
     * @param field what an error calls the value
     * @throws InvalidEnvelopeException naming the words that are allowed
     */
    static <E extends Enum<E>> E parse(Class<E> type, String word, String field) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
                return constant;
            }
        }
        String words = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw InvalidEnvelopeException.ofBareValue(
                field, "unknown value " + Texts.quote(word) + ", one of " + words, null);
    }
}
