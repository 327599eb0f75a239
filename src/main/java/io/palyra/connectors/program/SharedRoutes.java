package io.palyra.connectors.program;

import io.palyra.connectors.cluster.Membership;
import java.util.List;
import java.util.Optional;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;
import org.jspecify.annotations.Nullable;

/**
 * Has users' routes that begin with {@code master:} run on one of the programs that share the store: on this one, where no other
 * can be. Which one it is has an owner in the store as an instance has, and moves as that does.
 */
final class SharedRoutes extends AbstractCamelClusterService<SharedRoutes.View> {

    private static final String SERVICE = "palyra-nodes";

    private final String node;
    private final Optional<Membership> membership;

    SharedRoutes(String node, Optional<Membership> membership) {
        super(SERVICE);
        this.node = node;
        this.membership = membership;
    }

    @Override
    protected View createView(String namespace) {
        return new View(namespace);
    }

    /** The turn of a namespace, for who does something while this program has it. */
    Turn ofNamespace(String namespace) {
        return new Turn(namespace);
    }

    /** Of a namespace. Thread safe. */
    final class Turn {

        private final String namespace;
        private volatile @Nullable CamelClusterView view;

        private Turn(String namespace) {
            this.namespace = namespace;
        }

        /** The program wants it from now on. */
        void begin(CamelClusterEventListener listener) throws Exception {
            view = getView(namespace);
            view.addEventListener(listener);
        }

        /** The program does not want it any more. */
        void end(CamelClusterEventListener listener) throws Exception {
            CamelClusterView begun = view;
            if (begun != null) {
                view = null;
                begun.removeEventListener(listener);
                releaseView(begun);
            }
        }

        boolean isOurs() {
            return membership.map(nodes -> nodes.jobs().isOurs(namespace)).orElse(true);
        }

        /** Whether nobody else may begin before it is said that nothing is at work here any more. */
        boolean mayFinish() {
            return membership.map(nodes -> nodes.jobs().mayFinish(namespace)).orElse(true);
        }

        void isAtWork(boolean now) {
            membership.ifPresent(nodes -> nodes.jobs().isAtWork(namespace, now));
        }
    }

    /** Of one namespace. */
    final class View extends AbstractCamelClusterView {

        private final Runnable look = this::look;
        private volatile boolean leads;

        private View(String namespace) {
            super(SharedRoutes.this, namespace);
        }

        @Override
        protected void doStart() {
            membership.ifPresentOrElse(
                    nodes -> {
                        nodes.onChange(look);
                        nodes.jobs().share(getNamespace());
                    },
                    () -> leads = true);
        }

        @Override
        protected void doStop() {
            membership.ifPresent(nodes -> {
                nodes.jobs().forget(getNamespace());
                nodes.onChangeNoMore(look);
            });
            leads = false;
        }

        private void look() {
            boolean leadsNow = isStarted()
                    && membership
                            .filter(nodes -> nodes.jobs().isOurs(getNamespace()))
                            .isPresent();
            if (leads != leadsNow) {
                leads = leadsNow;
                fireLeadershipChangedEvent(getLeader().orElse(null));
            }
        }

        @Override
        public Optional<CamelClusterMember> getLeader() {
            return leads ? Optional.of(getLocalMember()) : Optional.empty();
        }

        @Override
        public CamelClusterMember getLocalMember() {
            return new Member(node, leads);
        }

        /** Who else there is, the view does not ask. */
        @Override
        public List<CamelClusterMember> getMembers() {
            return List.of(getLocalMember());
        }
    }

    /** This program. */
    private record Member(String id, boolean leads) implements CamelClusterMember {

        @Override
        public boolean isLeader() {
            return leads;
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
