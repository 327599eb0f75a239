package io.palyra.connectors.program;

import io.palyra.connectors.access.Access;
import io.palyra.connectors.cluster.ClusterStore;
import io.palyra.connectors.cluster.Happening;
import io.palyra.connectors.cluster.Membership;
import io.palyra.connectors.cluster.NodeConfiguration;
import io.palyra.connectors.cluster.NodeHost;
import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.cluster.Topic;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.Supervision;
import io.palyra.connectors.transaction.Transaction;
import java.time.Clock;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/** This program among those that share its store: what it hears of them, and what follows for what it runs. */
final class Nodes implements AutoCloseable {

    private final Membership membership;
    private final ClusterStore store;
    private final Supervision supervision;
    private final Access access;
    private final Dispatchers dispatchers;
    private final EventLog events;
    private final OwnConfiguration configuration;
    private final AtomicBoolean accessDue = new AtomicBoolean();

    Nodes(
            ClusterStore store,
            NodeIdentity identity,
            ProgramStores stores,
            Supervision supervision,
            Access access,
            Dispatchers dispatchers,
            OwnConfiguration configuration,
            Clock clock) {
        this.store = store;
        this.supervision = supervision;
        this.access = access;
        this.dispatchers = dispatchers;
        this.events = stores.events();
        this.configuration = configuration;
        membership = new Membership(store, identity, stores.transactions(), clock, new Host());
        supervision.sharedBy(membership);
        store.runs(membership::owns);
        membership.onChange(this::readAccess);
    }

    Membership membership() {
        return membership;
    }

    void start() {
        membership.start();
        store.listen(this::heard);
    }

    private void heard(Topic topic) {
        switch (topic) {
            case NODES, INSTANCES -> membership.soon(topic);
            case ACCESS -> {
                accessDue.set(true);
                readAccess();
            }
            case INBOUND -> dispatchers.inbox().wake();
            case OUTBOUND -> dispatchers.outbox().wake();
        }
    }

    /** Stays due until it has succeeded. */
    private void readAccess() {
        if (accessDue.compareAndSet(true, false)) {
            var unused = access.readAgain().whenComplete((read, failure) -> {
                if (failure != null) {
                    accessDue.set(true);
                }
            });
        }
    }

    /** Takes nothing more from now on, and gives up what it has. */
    void leave() {
        membership.leave();
    }

    @Override
    public void close() {
        membership.close();
    }

    private final class Host implements NodeHost {

        @Override
        public Collection<ConnectorId> wanted() {
            return supervision.roster().enabled();
        }

        @Override
        public void follow() {
            supervision.supervisor().follow();
        }

        @Override
        public void stopOthers() {
            supervision.supervisor().stopOthers();
        }

        @Override
        public void closeSessions() {
            supervision.supervisor().closeSessions();
        }

        @Override
        public boolean isAtWork(ConnectorId connectorId) {
            return supervision.receives(connectorId) || dispatchers.outbox().lanesInHand(connectorId) > 0;
        }

        @Override
        public void givesAway() {
            supervision.storeState();
        }

        @Override
        public NodeConfiguration configuration() {
            return configuration.now();
        }

        @Override
        public void happened(Transaction transaction, Happening happening) {
            if (happening instanceof Happening.Moved moved) {
                events.append(
                        transaction,
                        event(moved.connectorId(), EventType.CONNECTOR_MOVED, moved.to(), " runs it from now on"));
            } else if (happening instanceof Happening.Joined joined) {
                tellAll(transaction, EventType.NODE_JOINED, joined.node(), " has joined");
            } else if (happening instanceof Happening.Left left) {
                tellAll(transaction, EventType.NODE_LEFT, left.node(), " has left");
            } else if (happening instanceof Happening.Lost lost) {
                tellAll(
                        transaction,
                        EventType.NODE_LOST,
                        lost.node(),
                        " is lost: it has been silent for " + lost.silentFor().toSeconds() + " s");
            } else if (happening instanceof Happening.CommitsLost missing) {
                tellAll(
                        transaction,
                        EventType.COMMITS_LOST,
                        missing.node(),
                        " misses its last " + missing.commits() + " commits: the database has come back without them");
            }
        }

        /** Each connector has a log of its own. */
        private void tellAll(Transaction transaction, EventType type, String node, String what) {
            supervision.roster().enabled().forEach(id -> events.append(transaction, event(id, type, node, what)));
        }

        private static EventLevel level(EventType type) {
            return switch (type) {
                case COMMITS_LOST -> EventLevel.ERROR;
                case NODE_LOST -> EventLevel.WARN;
                default -> EventLevel.INFO;
            };
        }

        private ConnectorEvent event(ConnectorId connectorId, EventType type, String node, String what) {
            return ConnectorEvent.of(connectorId, type, level(type), "the node " + node + what)
                    .with("node", node);
        }
    }
}
