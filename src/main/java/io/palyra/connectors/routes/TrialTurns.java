package io.palyra.connectors.routes;

import java.util.List;
import java.util.Optional;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;

/** What routes that begin with {@code master:} find in a trial: it never is their turn. */
final class TrialTurns extends AbstractCamelClusterService<AbstractCamelClusterView> {

    @Override
    protected AbstractCamelClusterView createView(String namespace) {
        return new AbstractCamelClusterView(this, namespace) {

            @Override
            public Optional<CamelClusterMember> getLeader() {
                return Optional.empty();
            }

            @Override
            public CamelClusterMember getLocalMember() {
                return new Member(namespace);
            }

            @Override
            public List<CamelClusterMember> getMembers() {
                return List.of(getLocalMember());
            }

            @Override
            protected void doStart() {}

            @Override
            protected void doStop() {}
        };
    }

    /** @param id of no meaning */
    private record Member(String id) implements CamelClusterMember {

        @Override
        public boolean isLeader() {
            return false;
        }

        @Override
        public boolean isLocal() {
            return true;
        }

        @Override
        public String getId() {
            return id;
        }
    }
}
