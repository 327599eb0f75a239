package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import org.jspecify.annotations.Nullable;

/**
 * A place to talk. Who is in it, and whether it is archived, the {@link Directory} knows.
 *
 * @param partner with whom, in a direct conversation; null in the others
 */
public record Channel(
        String id,
        String teamId,
        String name,
        Kind kind,
        @Nullable String partner) {

    /** The four kinds, with their names in arguments, events and scopes. */
    public enum Kind {
        PUBLIC("public_channel", "channel", "channels"),
        PRIVATE("private_channel", "group", "groups"),
        DIRECT("im", "im", "im"),
        GROUP_DIRECT("mpim", "mpim", "mpim");

        private final String type;
        private final String inEvents;
        private final String inScopes;

        Kind(String type, String inEvents, String inScopes) {
            this.type = type;
            this.inEvents = inEvents;
            this.inScopes = inScopes;
        }

        String type() {
            return type;
        }

        /** {@code channel_type}. */
        String inEvents() {
            return inEvents;
        }

        String reading() {
            return inScopes + ":read";
        }

        String history() {
            return inScopes + ":history";
        }

        /** What an app subscribes to. */
        String messageEvent() {
            return "message." + inScopes;
        }
    }

    public boolean isPublic() {
        return kind == Kind.PUBLIC;
    }

    ObjectNode json(boolean member, boolean archived) {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("created", 1_700_000_000)
                .put("context_team_id", teamId)
                .put("is_archived", archived)
                .put("is_im", kind == Kind.DIRECT)
                .put("is_org_shared", false);
        if (kind == Kind.DIRECT) {
            return json.put("user", partner).put("is_user_deleted", false).put("priority", 0);
        }
        return json.put("name", name)
                .put("name_normalized", name)
                .put("is_channel", kind == Kind.PUBLIC)
                .put("is_group", kind == Kind.PRIVATE)
                .put("is_mpim", kind == Kind.GROUP_DIRECT)
                .put("is_private", kind != Kind.PUBLIC)
                .put("is_member", member)
                .put("is_general", false)
                .put("is_ext_shared", false)
                .put("is_shared", false);
    }
}
