package io.palyra.connectors.admin;

import io.palyra.connectors.settings.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as the token of the call proves it.
 *
 * @param name of the token; null where no tokens are in use, so that nothing is proven
 * @param seesText whether texts of messages may be told
 */
record Identity(@Nullable String name, Role role, boolean seesText) {

    /** Anybody, where no tokens are in use; and the program itself. */
    static final Identity OF_ALL = new Identity(null, Role.ADMIN, true);

    /** Who asks for what everybody may know. */
    static final Identity STRANGER = new Identity(null, Role.VIEWER, false);

    /** Whom limits are counted of. */
    String account() {
        return name == null ? "" : name;
    }
}
