package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what messages fail of. Reads on its own; may block. */
public interface FailureSurvey {

    /** Different reasons that are looked at. */
    int REASONS_MAX = 10_000;

    /**
     * @param groups that of the most messages first
     * @param complete false where there are more than {@value #REASONS_MAX} reasons: there are more messages than counted
     */
    record Failures(List<FailureGroup> groups, boolean complete) {}

    /** @param connectorId null means every one */
    Failures failures(@Nullable ConnectorId connectorId);
}
