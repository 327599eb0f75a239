package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is answered that is in the order of when its entries were made, and then of their names. The place to
 * go on from is that of an entry, whether it is still there or not.
 */
record AgedPage<T>(
        ToLongFunction<T> madeAt,
        Function<T, String> name,
        @Nullable Place after,
        int limit) {

    private static final Pattern PLACE = Pattern.compile("(\\d{1,18}):(.+)", Pattern.DOTALL);

    /** Of an entry: {@code <unix ms>:<name>}. */
    private record Place(long madeAt, String name) {

        boolean isBefore(Place other) {
            return madeAt != other.madeAt ? madeAt < other.madeAt : name.compareTo(other.name) < 0;
        }

        @Override
        public String toString() {
            return madeAt + ":" + name;
        }
    }

    /** @param next what the next page begins behind; null where this is the last one */
    record Page<T>(List<T> entries, @Nullable String next) {}

    AgedPage(ToLongFunction<T> madeAt, Function<T, String> name) {
        this(madeAt, name, null, Call.LIMIT_DEFAULT);
    }

    /** The page behind what a parameter of the call names. */
    AgedPage<T> from(Call call, String parameter) {
        return call.query(parameter)
                .map(text -> new AgedPage<>(madeAt, name, parse(text, parameter), limit))
                .orElse(this);
    }

    AgedPage<T> of(int entries) {
        return new AgedPage<>(madeAt, name, after, entries);
    }

    private static Place parse(String text, String parameter) {
        Matcher place = PLACE.matcher(text);
        if (!place.matches()) {
            throw new InvalidEnvelopeException(parameter, "must be what the page before it names as next");
        }
        return new Place(Long.parseLong(place.group(1)), place.group(2));
    }

    /** @param all in their order */
    Page<T> page(List<T> all) {
        Place from = after;
        Stream<T> rest = from == null ? all.stream() : all.stream().filter(entry -> from.isBefore(place(entry)));
        List<T> entries = rest.limit(limit + 1L).toList();
        return entries.size() <= limit
                ? new Page<>(entries, null)
                : new Page<>(
                        entries.subList(0, limit), place(entries.get(limit - 1)).toString());
    }

    private Place place(T entry) {
        return new Place(madeAt.applyAsLong(entry), name.apply(entry));
    }
}
