package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user in a guild. */
public record Member(User user, @Nullable String nickname, List<String> roleIds) {

    public Member {
        roleIds = List.copyOf(roleIds);
    }

    ObjectNode json() {
        ObjectNode json = withoutUser();
        json.set("user", user.json());
        return json;
    }

    /** As it stands next to the author of a message. */
    ObjectNode withoutUser() {
        ObjectNode json = Json.object()
                .put("nick", nickname)
                .putNull("avatar")
                .put("joined_at", "2024-01-01T00:00:00.000000+00:00")
                .putNull("premium_since")
                .putNull("communication_disabled_until")
                .put("pending", false)
                .put("deaf", false)
                .put("mute", false)
                .put("flags", 0);
        json.set("roles", Json.strings(roleIds));
        return json;
    }
}
