package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import org.jspecify.annotations.Nullable;

/** An account. */
public record User(String id, String name, @Nullable String globalName, boolean bot) {

    ObjectNode json() {
        return Json.object()
                .put("id", id)
                .put("username", name)
                .put("discriminator", "0")
                .put("global_name", globalName)
                .putNull("avatar")
                .put("bot", bot)
                .put("public_flags", 0);
    }

    /** As the account sees itself. */
    ObjectNode selfJson() {
        return json().put("mfa_enabled", false).put("verified", true).put("flags", 0);
    }
}
