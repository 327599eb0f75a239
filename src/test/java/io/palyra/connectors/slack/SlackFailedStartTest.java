package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.fake.OpenSink;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A session that cannot be opened leaves nothing open: it is tried again and again. */
class SlackFailedStartTest {

    private static final class FullDisk implements CursorStore {

        @Override
        public Map<String, String> positions() {
            throw new StoreUnavailableException("the disk is full", null);
        }

        @Override
        public void move(String stream, String position, @Nullable ReadAgain overlap) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void forget(String stream) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void oneForWhichTheStoreFails() throws Exception {
        SameAccount accounts = new SameAccount(System::nanoTime);
        try (FakeSlack slack = FakeSlack.start()) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            Session.Setup setup = new Session.Setup(
                    OpenSlack.OPS,
                    new SlackTokens(slack.token(), slack.appToken()),
                    OpenSlack.options(slack, ReplyInThread.SAME),
                    new EgressGuard(List.of(), true),
                    new FullDisk(),
                    new OpenSink(),
                    Clock.systemUTC(),
                    accounts,
                    () -> {});
            assertThatThrownBy(() -> Session.open(setup)).isInstanceOf(StoreUnavailableException.class);
            HearingSlack.within()
                    .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                            .filteredOn(thread -> !before.contains(thread))
                            .extracting(Thread::getName)
                            .noneMatch(name -> name.startsWith("slack-")));
            assertThat(slack.requests()).isEmpty();
            assertThat(accounts.others(slack.appId(), ConnectorId.of("slack:twin")))
                    .isEmpty();
        }
    }
}
