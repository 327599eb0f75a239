package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;

/**
 * What a channel allows and denies beyond the roles.
 *
 * @param type 0 for a role, 1 for a member
 */
public record Overwrite(String id, int type, long allow, long deny) {

    public static Overwrite ofRole(String roleId, long allow, long deny) {
        return new Overwrite(roleId, 0, allow, deny);
    }

    public static Overwrite ofMember(String userId, long allow, long deny) {
        return new Overwrite(userId, 1, allow, deny);
    }

    ObjectNode json() {
        return Json.object()
                .put("id", id)
                .put("type", type)
                .put("allow", Long.toUnsignedString(allow))
                .put("deny", Long.toUnsignedString(deny));
    }
}
