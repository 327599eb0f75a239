package io.palyra.connectors.admin;

import io.palyra.connectors.session.Session;
import io.palyra.connectors.settings.Role;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who a caller is here, and his session of the console. */
final class SessionCalls {

    static final String SESSION = "/admin/v1/session";

    private static final Logger LOG = LoggerFactory.getLogger(SessionCalls.class);

    /**
     * @param name of the caller's token; null where no tokens are in use
     * @param proven whether a token shows it
     * @param session what he calls by, or has just opened
     */
    private record Who(
            @Nullable String name,
            Role role,
            boolean proven,
            boolean seesText,
            @Nullable Shown session) {}

    /** @param csrf for the header {@link ConsoleSessions#CSRF} */
    private record Shown(String csrf, long expiresAtUnixMs) {

        static @Nullable Shown of(@Nullable Session session) {
            return session == null ? null : new Shown(session.csrf(), session.expiresAtUnixMs());
        }
    }

    private record Ended(int sessions) {}

    private final AdminServices services;
    private final AdminTokens tokens;

    SessionCalls(AdminServices services, AdminTokens tokens) {
        this.services = services;
        this.tokens = tokens;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                        "/admin/v1/whoami",
                        call -> Answer.ok(who(call, call.caller().session()))),
                Endpoint.postOptional(SESSION, this::open).by(Role.VIEWER),
                Endpoint.delete(SESSION, this::end).taking("all").by(Role.VIEWER));
    }

    private Who who(Call call, @Nullable Session session) {
        Identity identity = call.caller().identity();
        return new Who(
                identity.name(), identity.role(), identity.name() != null, identity.seesText(), Shown.of(session));
    }

    /** Always a new one: whoever has put a cookie into the browser before has none of it. */
    private Answer open(Call call) {
        call.noFields();
        String name = call.caller().identity().name();
        if (name == null) {
            throw new ProblemException(
                    ProblemCode.STATE_CONFLICT, "no tokens are in use, so there is nothing to open a session with");
        } else if (call.caller().session() != null) {
            throw new ProblemException(
                    ProblemCode.STATE_CONFLICT, "a session is opened with a token, not with another session");
        }
        Session session = services.sessions().open(name, tokens.key(name).orElseThrow());
        LOG.info("{} has opened a session of the console", name);
        return Answer.ok(who(call, session)).opening(session);
    }

    /** Of this session, or of all that the caller's token has opened anywhere. */
    private Answer end(Call call) {
        Session session = call.caller().session();
        boolean all = call.flag("all");
        if (session == null && !all) {
            throw new ProblemException(
                    ProblemCode.STATE_CONFLICT,
                    "this call shows a token and no session; all=true ends those that were opened with it");
        }
        int ended = 1;
        if (all) {
            String name = Objects.requireNonNullElse(call.caller().identity().name(), "");
            ended = services.sessions().endAll(name);
            LOG.info("{} has ended {} sessions of the console", name, ended);
        } else {
            services.sessions().end(Objects.requireNonNull(session).secret());
        }
        return Answer.ok(new Ended(ended)).ending();
    }
}
