package io.palyra.connectors.fake.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A path such as {@code /channels/{channel}/messages}: a name in braces stands for one segment. */
public record PathPattern(String template) {

    /** The segments that the names stand for, decoded; none if the path is another. */
    public Optional<Map<String, String>> match(String path) {
        String[] wanted = template.split("/", -1);
        String[] given = path.split("/", -1);
        if (wanted.length != given.length) {
            return Optional.empty();
        }
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                names.put(wanted[i].substring(1, wanted[i].length() - 1), RestRequest.decode(given[i]));
            } else if (!wanted[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(names);
    }
}
