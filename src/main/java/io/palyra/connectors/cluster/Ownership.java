package io.palyra.connectors.cluster;

import io.palyra.connectors.protocol.ConnectorId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Which instances are this program's to run. Thread safe, never blocks. */
public interface Ownership {

    /** Of a program that has the store alone. */
    Ownership OF_ALL = new Ownership() {

        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public boolean owns(ConnectorId connectorId) {
            return true;
        }

        @Override
        public boolean mayFinish(ConnectorId connectorId) {
            return true;
        }

        @Override
        public boolean isGood() {
            return true;
        }

        @Override
        public Map<ConnectorId, Duration> withoutOwner() {
            return Map.of();
        }

        @Override
        public boolean isOurs(String claim) {
            return true;
        }

        @Override
        public Optional<String> ownerOf(ConnectorId connectorId) {
            return Optional.empty();
        }

        @Override
        public void wanted() {
            // There is nobody to ask
        }
    };

    /** Whether other programs may have instances of the store. */
    boolean isShared();

    /** Whether this program runs the instance, and nobody else may take it at this moment. */
    boolean owns(ConnectorId connectorId);

    /** Whether nobody else may take the instance before this program has given it up, be that about to happen. */
    boolean mayFinish(ConnectorId connectorId);

    /** Whether this program may hand messages over: nobody takes it for lost at this moment. */
    boolean isGood();

    /**
     * Enabled instances that no node has run for longer than it takes to move one, and for how long; also of kinds that are not
     * known here.
     */
    Map<ConnectorId, Duration> withoutOwner();

    /**
     * Whether a claim was made under the name that this program has among the nodes now. It has another one once others have
     * taken it for lost, and what it claimed before is theirs.
     */
    boolean isOurs(String claim);

    /** The name of the node that runs it, as far as is known here. */
    Optional<String> ownerOf(ConnectorId connectorId);

    /** Instances were changed: who runs them is to be looked at soon. */
    void wanted();
}
