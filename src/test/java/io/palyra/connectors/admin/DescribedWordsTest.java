package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.access.AccessReason;
import io.palyra.connectors.access.DirectRule;
import io.palyra.connectors.access.GroupRule;
import io.palyra.connectors.cluster.NodeState;
import io.palyra.connectors.daemon.DaemonDesk;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.jobs.JobState;
import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.lane.storage.BlockedLanes;
import io.palyra.connectors.lane.storage.FailureGroup;
import io.palyra.connectors.lane.storage.MessageSearch;
import io.palyra.connectors.lane.storage.OpenConversation;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.settings.SettingSource;
import io.palyra.connectors.testkit.ApiDescription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;

/** The description names every word of the fields that have a closed set of them, and no other. */
class DescribedWordsTest {

    @Test
    void namesEveryWord() {
        assertThat(words("Problem/properties/code")).isEqualTo(words(ProblemCode.values()));
        assertThat(words("OpenConversation/properties/state")).isEqualTo(words(OpenConversation.State.values()));
        assertThat(words("OpenConversation/properties/why")).isEqualTo(words(BlockedLanes.Why.values()));
        assertThat(words("Daemon/properties/state")).isEqualTo(words(DaemonDesk.State.values()));
        assertThat(words("Setting/properties/source")).isEqualTo(words(SettingSource.values()));
        assertThat(words("LoadedRoute/properties/state")).isEqualTo(words(ServiceStatus.values()));
        assertThat(words("Job/properties/state")).isEqualTo(words(JobState.values()));
        assertThat(words("Problem/properties/category")).isEqualTo(words(ProblemCode.Category.values()));
        assertThat(words("Direction")).isEqualTo(words(Direction.values()));
        assertThat(words("OutboxState")).isEqualTo(words(OutboxState.values()));
        assertThat(words("Readiness")).isEqualTo(words(Readiness.values()));
        assertThat(words("ConnectorStatus/properties/liveness")).isEqualTo(words(Liveness.values()));
        assertThat(words("Node/properties/state")).isEqualTo(words(NodeState.values()));
        assertThat(words("AccessReason")).isEqualTo(words(AccessReason.values()));
        assertThat(words("DirectRule")).isEqualTo(words(DirectRule.values()));
        assertThat(words("GroupRule")).isEqualTo(words(GroupRule.values()));
        assertThat(words("BlockedConversation/properties/why")).isEqualTo(words(BlockedLanes.Why.values()));
        assertThat(words("FailureGroup/properties/state")).isEqualTo(words(FailureGroup.State.values()));
        assertThat(words("SearchHit/properties/by")).isEqualTo(words(MessageSearch.By.values()));
        assertThat(words("Outage/properties/kind")).isEqualTo(words(Outage.Kind.values()));
        assertThat(words("InboxMessage/properties/state")).isEqualTo(words(InboxState.values()));
        assertThat(words("Operations/properties/saturation/properties/state"))
                .isEqualTo(words(Saturation.State.values()));
    }

    private static List<String> words(String schema) {
        List<String> words = new ArrayList<>();
        ApiDescription.OURS.at("/components/schemas/" + schema + "/enum").forEach(word -> words.add(word.asText()));
        return words;
    }

    private static List<String> words(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
