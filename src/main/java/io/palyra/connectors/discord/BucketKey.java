package io.palyra.connectors.discord;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Names what Discord counts a request under: the method and the path, whose first id is kept and the others are not. */
final class BucketKey {

    private static final Pattern ID = Pattern.compile("[0-9]{5,20}");
    private static final String REACTIONS = "reactions";

    private BucketKey() {}

    /** A message to a channel. */
    static String ofPost(String channelId) {
        return of("POST", List.of("channels", channelId, "messages"));
    }

    static String of(String method, List<String> pathSegments) {
        List<String> key = new ArrayList<>();
        boolean majorSeen = false;
        for (int i = 0; i < pathSegments.size(); i++) {
            String segment = pathSegments.get(i);
            boolean isEmoji = i > 0 && pathSegments.get(i - 1).equals(REACTIONS);
            if (isEmoji) {
                key.add("{emoji}");
            } else if (ID.matcher(segment).matches()) {
                key.add(majorSeen ? "{id}" : segment);
                majorSeen = true;
            } else {
                key.add(segment);
            }
        }
        return method + " /" + String.join("/", key);
    }
}
