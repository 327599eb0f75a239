package io.palyra.connectors.admin;

import io.palyra.connectors.admin.nodes.SignedCall;
import io.vertx.core.MultiMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as far as the call says.
 *
 * @param operator the name that the caller gives; claimed, not proven
 */
record Caller(Origin origin, @Nullable String operator) {

    private static final String CLI_AGENT = "palyra-cli/";
    private static final String OPERATOR = "X-Palyra-Operator";
    private static final String PRINTABLE = "[\\x20-\\x7e]{1,128}";

    /** The way in. */
    enum Origin {
        API,
        CLI;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who called the node that passes the call on. */
    static Caller of(SignedCall call) {
        return new Caller(
                call.origin().equals(Origin.CLI.wireName()) ? Origin.CLI : Origin.API,
                call.operator().isEmpty() ? null : call.operator());
    }

    /** A name that cannot be shown is left out. */
    static Caller of(MultiMap headers) {
        String agent = headers.get("User-Agent");
        String operator = headers.get(OPERATOR);
        return new Caller(
                agent != null && agent.startsWith(CLI_AGENT) ? Origin.CLI : Origin.API,
                operator != null && operator.matches(PRINTABLE) ? operator : null);
    }
}
