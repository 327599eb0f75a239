package io.palyra.connectors.observe;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** A health check of either kind: readiness, or liveness for what a restart of the process mends. */
final class ProgramCheck extends AbstractHealthCheck {

    private final boolean liveness;
    private final Supplier<Finding> question;

    private ProgramCheck(String id, boolean liveness, Supplier<Finding> question) {
        super("palyra", id);
        this.liveness = liveness;
        this.question = question;
    }

    static ProgramCheck readiness(String id, Supplier<Finding> question) {
        return new ProgramCheck(id, false, question);
    }

    static ProgramCheck liveness(String id, Supplier<Finding> question) {
        return new ProgramCheck(id, true, question);
    }

    @Override
    public boolean isReadiness() {
        return !liveness;
    }

    @Override
    public boolean isLiveness() {
        return liveness;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Finding finding = question.get();
        builder.message(finding.message());
        if (finding.up()) {
            builder.up();
        } else {
            builder.down();
        }
    }
}
