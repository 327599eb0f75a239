package io.palyra.connectors.admin;

import io.palyra.connectors.admin.nodes.SignedCall;
import io.vertx.core.MultiMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param claimed the name that the caller gives, which nothing proves
 */
record Caller(Origin origin, Identity identity, @Nullable String claimed) {

    /** The program itself. */
    static final Caller PROGRAM = new Caller(Origin.API, Identity.OF_ALL, null);

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
    static Caller of(SignedCall call, Identity identity) {
        return new Caller(
                call.origin().equals(Origin.CLI.wireName()) ? Origin.CLI : Origin.API,
                identity,
                call.operator().isEmpty() ? null : call.operator());
    }

    /** A name that cannot be shown is left out. */
    static Caller of(MultiMap headers, Identity identity) {
        String agent = headers.get("User-Agent");
        String operator = headers.get(OPERATOR);
        return new Caller(
                agent != null && agent.startsWith(CLI_AGENT) ? Origin.CLI : Origin.API,
                identity,
                operator != null && operator.matches(PRINTABLE) ? operator : null);
    }

    /** The name that the log gives him: that of his token, or where nothing is proven, what he says. */
    @Nullable
    String operator() {
        return identity.name() == null ? claimed : identity.name();
    }
}
