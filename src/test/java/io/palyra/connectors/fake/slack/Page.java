package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a list, by cursor.
 *
 * @param next the cursor of the next part; empty at the end
 */
record Page<T>(List<T> rows, String next) {

    private static final int LIMIT_MAX = 1_000;

    /** @param key what a row is found by again, after the given name */
    static <T> Page<T> of(List<T> all, Call call, String name, Function<T, String> key, int limit) throws SlackError {
        int from = 0;
        if (call.has("cursor")) {
            String start = decode(call.text("cursor"), name);
            while (from < all.size() && !key.apply(all.get(from)).equals(start)) {
                from++;
            }
            if (from == all.size()) {
                throw new SlackError("invalid_cursor");
            }
        }
        int to = Math.min(all.size(), from + limit);
        return new Page<>(all.subList(from, to), to < all.size() ? encode(name + key.apply(all.get(to))) : "");
    }

    /** How many rows the caller wants. */
    static int limit(Call call, int otherwise) throws SlackError {
        int limit = call.number("limit", otherwise);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new SlackError("invalid_limit");
        }
        return limit;
    }

    ObjectNode mark(ObjectNode answer) {
        answer.putObject("response_metadata").put("next_cursor", next);
        return answer;
    }

    boolean hasMore() {
        return !next.isEmpty();
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor, String name) throws SlackError {
        try {
            String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(name)) {
                return text.substring(name.length());
            }
        } catch (IllegalArgumentException e) {
            throw new SlackError("invalid_cursor");
        }
        throw new SlackError("invalid_cursor");
    }
}
