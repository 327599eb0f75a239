package io.palyra.connectors.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the stripped, non-blank text of a setting. */
@FunctionalInterface
interface ValueParser<T> {

    /**
     * The value that the text stands for.
     *
     * @throws IllegalArgumentException whose message says what is allowed, worded to follow "must be"
     */
    T parse(String text);

    static ValueParser<String> text(Predicate<String> valid, String allowed) {
        return text -> {
            if (!valid.test(text)) {
                throw new IllegalArgumentException(allowed);
            }
            return text;
        };
    }

    static ValueParser<Integer> wholeNumber(int min, int max) {
        return text -> {
            if (text.matches("\\d{1,9}")) {
                int number = Integer.parseInt(text);
                if (number >= min && number <= max) {
                    return number;
                }
            }
            throw new IllegalArgumentException("a whole number from " + min + " to " + max);
        };
    }

    static ValueParser<Duration> durationOfAtLeast(Duration min, String allowed) {
        return text -> Durations.require(Durations.parse(text), min, allowed);
    }

    /** One of the constants, by the text that {@link Object#toString()} gives it. */
    static <E extends Enum<E>> ValueParser<E> oneOf(Class<E> type) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Arrays.stream(type.getEnumConstants())
                        .map(Enum::toString)
                        .collect(Collectors.joining(" or "))));
    }

    /** Values separated by commas; blank ones between them are skipped. */
    static <E> ValueParser<List<E>> listOf(ValueParser<E> element) {
        return text -> Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(element::parse)
                .distinct()
                .toList();
    }

    static Boolean parseBoolean(String text) {
        return Optional.of(text)
                .filter(value -> value.equals("true") || value.equals("false"))
                .map(Boolean::valueOf)
                .orElseThrow(() -> new IllegalArgumentException("true or false"));
    }
}
