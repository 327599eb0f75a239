package io.palyra.connectors.platform.session;

import io.palyra.connectors.platform.http.Outcomes;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.HealthReport.Check;
import io.palyra.connectors.protocol.Readiness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Says how a connector does, and what to do where it does not do well.
 *
 * @param newToken where an operator gets another token, such as {@code the portal, Reset Token}
 */
public record HealthReports(String newToken) {

    /** The name of the check that comes first. */
    public static final String TOKEN = "token";

    /** Asks the platform one thing after the other. */
    @FunctionalInterface
    public interface Questions {

        /**
         * @param checks in the order of the report; the first one is that of the token
         * @param facts what the platform says of the account; never a secret
         * @throws RequestException where it did not answer: nothing more is asked
         */
        void ask(List<Check> checks, Map<String, Object> facts) throws RequestException;
    }

    /** What can be said without a session. */
    public HealthReport refused(Readiness readiness, String reason) {
        return new HealthReport(readiness, List.of(Check.failed("session", reason, advice(readiness))), Map.of());
    }

    /**
     * Asks the platform; blocks as long as that does. A question that fails is a check that has failed.
     *
     * @param connection how the session does, which needs no answer of the platform; the last check
     */
    public HealthReport of(Questions questions, Supplier<Check> connection) {
        List<Check> checks = new ArrayList<>();
        Map<String, Object> facts = new LinkedHashMap<>();
        Readiness readiness = Readiness.READY;
        try {
            questions.ask(checks, facts);
        } catch (RequestException e) {
            readiness = Outcomes.readiness(e.failure());
            checks.add(
                    Check.failed(checks.isEmpty() ? TOKEN : "api", e.failure().reason(), advice(readiness)));
        }
        checks.add(connection.get());
        return new HealthReport(readiness, checks, facts);
    }

    private String advice(Readiness readiness) {
        return switch (readiness) {
            case MISSING_CREDENTIAL -> "set the token, then enable the connector again";
            case AUTH_FAILED -> newToken + "; set the new token and enable the connector again";
            case MISCONFIGURED -> "correct what the message says, then enable the connector again";
            case READY -> "wait: it is tried again by itself";
        };
    }
}
