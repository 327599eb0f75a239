package io.palyra.connectors.admin;

import io.palyra.connectors.admin.nodes.SignedCall;
import io.palyra.connectors.session.Session;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param claimed the name that the caller gives, which nothing proves
 * @param session what he calls by; null where he shows a token, or none is needed
 */
record Caller(
        Origin origin,
        Identity identity,
        @Nullable String claimed,
        @Nullable Session session) {

    /** The program itself. */
    static final Caller PROGRAM = new Caller(Origin.API, Identity.OF_ALL, null, null);

    private static final String CLI_AGENT = "palyra-cli/";
    private static final String OPERATOR = "X-Palyra-Operator";
    private static final String PRINTABLE = "[\\x20-\\x7e]{1,128}";

    /** The way in. */
    enum Origin {
        API,
        CLI,
        CONSOLE;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who called the node that passes the call on. */
    static Caller of(SignedCall call, Identity identity) {
        Origin origin = Arrays.stream(Origin.values())
                .filter(known -> known.wireName().equals(call.origin()))
                .findFirst()
                .orElse(Origin.API);
        return new Caller(origin, identity, call.operator().isEmpty() ? null : call.operator(), null);
    }

    /** A name that cannot be shown is left out. */
    static Caller of(MultiMap headers, Identity identity, @Nullable Session session) {
        String operator = headers.get(OPERATOR);
        return new Caller(
                origin(headers, session),
                identity,
                operator != null && operator.matches(PRINTABLE) ? operator : null,
                session);
    }

    private static Origin origin(MultiMap headers, @Nullable Session session) {
        String agent = headers.get("User-Agent");
        if (session != null || headers.contains(ConsoleSessions.CSRF)) {
            return Origin.CONSOLE;
        }
        return agent != null && agent.startsWith(CLI_AGENT) ? Origin.CLI : Origin.API;
    }

    /** The name that the log gives him: that of his token, or where nothing is proven, what he says. */
    @Nullable
    String operator() {
        return identity.name() == null ? claimed : identity.name();
    }
}
