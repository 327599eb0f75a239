package io.palyra.connectors.admin;

import io.palyra.connectors.settings.Role;
import org.jspecify.annotations.Nullable;

/** Tells a caller who he is here. */
final class WhoCall {

    /**
     * @param name of the caller's token; null where no tokens are in use
     * @param proven whether a token shows it
     */
    private record Who(@Nullable String name, Role role, boolean proven, boolean seesText) {}

    Endpoint endpoint() {
        return Endpoint.get("/admin/v1/whoami", call -> {
            Identity identity = call.caller().identity();
            return Answer.ok(new Who(identity.name(), identity.role(), identity.name() != null, identity.seesText()));
        });
    }
}
