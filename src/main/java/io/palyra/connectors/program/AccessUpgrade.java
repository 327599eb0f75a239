package io.palyra.connectors.program;

import io.palyra.connectors.access.AccessInstances;
import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first start on a store of a version that let everybody in. */
final class AccessUpgrade {

    /** The first schema with rules of access. */
    static final String SCHEMA = "11";

    private static final Logger LOG = LoggerFactory.getLogger(AccessUpgrade.class);

    private AccessUpgrade() {}

    /**
     * Says what has changed for instances about whose access the settings say nothing.
     *
     * @param used those that are enabled or declared; the same one may be there twice
     */
    static void tell(Stream<ConnectorId> used, AccessInstances instances) {
        List<ConnectorId> changed = used.distinct()
                .filter(id -> !instances.isOpenByDefault(id))
                .filter(id -> instances.declared(id).equals(AccessRuleSet.NONE))
                .toList();
        if (!changed.isEmpty()) {
            LOG.warn(
                    "Not everybody may talk to {} any more: in direct conversations an operator has to let people in, and"
                            + " elsewhere only what speaks to the bot is taken. As before: {}. See access.md and upgrading.md",
                    changed.stream().map(ConnectorId::value).collect(Collectors.joining(", ")),
                    changed.stream().map(AccessRuleSet::openingSettings).collect(Collectors.joining(", ")));
        }
    }
}
