package io.palyra.connectors.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connector found out about itself.
 *
 * @param readiness what follows from it
 * @param facts what the platform says of the connector; never a secret
 */
public record HealthReport(Readiness readiness, List<Check> checks, Map<String, Object> facts) {

    /** How a check ended. */
    public enum Status implements WireEnum {
        PASSED,
        WARNING,
        FAILED
    }

    /**
     * One thing that was looked at.
     *
     * @param name such as {@code token}
     * @param message one sentence
     * @param advice what an operator does about it, and where; absent where there is nothing to do
     */
    public record Check(
            String name,
            Status status,
            String message,
            @Nullable String advice) {

        public static Check passed(String name, String message) {
            return new Check(name, Status.PASSED, message, null);
        }

        public static Check warning(String name, String message, String advice) {
            return new Check(name, Status.WARNING, message, advice);
        }

        public static Check failed(String name, String message, String advice) {
            return new Check(name, Status.FAILED, message, advice);
        }
    }

    public HealthReport {
        checks = List.copyOf(checks);
        facts = Map.copyOf(facts);
    }
}
