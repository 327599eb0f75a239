package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import org.jspecify.annotations.Nullable;

/** A user, or a bot. */
public record Person(
        long id,
        String firstName,
        @Nullable String lastName,
        @Nullable String username,
        boolean isBot) {

    /** Stands as sender of what anonymous administrators of a group write. */
    static final Person ANONYMOUS = new Person(1_087_968_824L, "Group", null, "GroupAnonymousBot", true);

    ObjectNode json() {
        ObjectNode json = Json.object().put("id", id).put("is_bot", isBot);
        name(json);
        return isBot ? json : json.put("language_code", "en");
    }

    /** What a private chat and a user show alike. */
    ObjectNode name(ObjectNode json) {
        json.put("first_name", firstName);
        if (lastName != null) {
            json.put("last_name", lastName);
        }
        return username == null ? json : json.put("username", username);
    }
}
