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
 * @param next what follows once something is put right
 */
public record HealthReports(String newToken, Next next) {

    /** What an operator does once something is put right, or where there is nothing to put right here. */
    public enum Next {
        /** Of a connector. */
        ENABLE("set the token, then", "enable the connector again", "wait: it is tried again by itself"),
        /** Of an account that may have none. */
        PROBE(
                "keep the token where that points, start the program again if that is an environment variable, then",
                "probe again",
                "see whether this machine reaches the platform, then probe again");

        private final String setToken;
        private final String again;
        private final String notReached;

        Next(String setToken, String again, String notReached) {
            this.setToken = setToken;
            this.again = again;
            this.notReached = notReached;
        }
    }

    /** The name of the check that comes first. */
    public static final String TOKEN = "token";

    /** The name of the check of what can be said without asking. */
    private static final String SETUP = "setup";

    /** Of connectors. */
    public HealthReports(String newToken) {
        this(newToken, Next.ENABLE);
    }

    /** The same platform's, of accounts that are probed. */
    public HealthReports ofProbes() {
        return new HealthReports(newToken, Next.PROBE);
    }

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
        return refused("session", readiness, reason);
    }

    /** What can be said of an account without asking the platform. */
    public HealthReport unfit(Readiness readiness, String reason) {
        return refused(readiness == Readiness.MISCONFIGURED ? SETUP : TOKEN, readiness, reason);
    }

    private HealthReport refused(String check, Readiness readiness, String reason) {
        return new HealthReport(readiness, List.of(Check.failed(check, reason, advice(readiness))), Map.of());
    }

    /**
     * Asks the platform; blocks as long as that does. A question that fails is a check that has failed.
     *
     * @param connection how the session does, which needs no answer of the platform; the last check
     */
    public HealthReport of(Questions questions, Supplier<Check> connection) {
        HealthReport asked = of(questions);
        List<Check> checks = new ArrayList<>(asked.checks());
        checks.add(connection.get());
        return new HealthReport(asked.readiness(), checks, asked.facts());
    }

    /** The same, where there is no session. */
    public HealthReport of(Questions questions) {
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
        return new HealthReport(readiness, checks, facts);
    }

    private String advice(Readiness readiness) {
        return switch (readiness) {
            case MISSING_CREDENTIAL -> next.setToken + " " + next.again;
            case AUTH_FAILED -> newToken + "; set the new token and " + next.again;
            case MISCONFIGURED -> "correct what the message says, then " + next.again;
            case READY -> next.notReached;
        };
    }
}
