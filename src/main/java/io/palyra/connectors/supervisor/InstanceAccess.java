package io.palyra.connectors.supervisor;

import io.palyra.connectors.access.AccessInstances;
import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.adapter.OtherBots;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.function.Predicate;

/** The instances as the rules of access see them. */
final class InstanceAccess implements AccessInstances {

    private final ConnectorCatalog catalog;
    private final InstanceRegistry instances;
    private final DeclaredInstances declared;
    private final Predicate<ConnectorId> enforced;

    InstanceAccess(
            ConnectorCatalog catalog,
            InstanceRegistry instances,
            DeclaredInstances declared,
            Predicate<ConnectorId> enforced) {
        this.catalog = catalog;
        this.instances = instances;
        this.declared = declared;
        this.enforced = enforced;
    }

    @Override
    public void require(ConnectorId connectorId) {
        instances.get(connectorId);
    }

    @Override
    public AccessRuleSet declared(ConnectorId connectorId) {
        return declared.access(connectorId);
    }

    @Override
    public boolean isOpenByDefault(ConnectorId connectorId) {
        return catalog.find(connectorId.kind()).availability() == Availability.INTERNAL_TEST_ONLY;
    }

    @Override
    public OtherBots otherBots(ConnectorId connectorId) {
        String option = declared.options(connectorId).get("other-bots");
        if (option != null) {
            return OtherBots.of(option);
        }
        return isOpenByDefault(connectorId) ? OtherBots.ALL : OtherBots.MENTION;
    }

    @Override
    public boolean isSenderId(ConnectorId connectorId, String written) {
        return catalog.find(connectorId.kind()).isSenderId(written);
    }

    @Override
    public boolean isConversationId(ConnectorId connectorId, String written) {
        return catalog.find(connectorId.kind()).isConversationId(written);
    }

    @Override
    public boolean isEnforced(ConnectorId connectorId) {
        return enforced.test(connectorId);
    }
}
