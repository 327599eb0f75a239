package io.palyra.connectors.access;

import org.jspecify.annotations.Nullable;

/**
 * What one step of a decision has found.
 *
 * @param decided null where the next step was asked
 * @param explanation for people
 */
public record AccessStep(String step, @Nullable AccessReason decided, String explanation) {

    static AccessStep decided(String step, AccessReason reason) {
        return new AccessStep(step, reason, reason.description());
    }
}
