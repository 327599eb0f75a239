package io.palyra.connectors.platform.http;

import java.util.Optional;

/**
 * How many refused requests a platform takes before it bans whoever makes them, for platforms that do. Thread safe, never blocks.
 */
public interface RefusalBudget {

    /** For a platform that counts none. */
    RefusalBudget NONE = new RefusalBudget() {

        @Override
        public void answered(String bucket, HttpAnswer answer) {
            // Nobody counts it
        }

        @Override
        public Optional<RequestFailure> spent(String bucket) {
            return Optional.empty();
        }
    };

    /** There is an answer; most are no refusals. */
    void answered(String bucket, HttpAnswer answer);

    /** Why a request of the bucket is not made, while that is so. */
    Optional<RequestFailure> spent(String bucket);
}
