package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.ReadRequest;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is refused before Slack is asked, or because of where the bot is not. */
class OperationDenialsTest {

    /** Known from the login on; what was added since is seen at the next operation. */
    @Test
    void aScopeThatIsMissingIsAskedForNothing() throws Exception {
        FakeSlack poor = FakeSlack.start();
        poor.scopes(Set.of("chat:write", "channels:read", "users:read"));
        try (OpenSlack session = OpenSlack.with(poor, ReplyInThread.SAME, Clock.systemUTC())) {
            MessageTarget target =
                    new MessageTarget(new ConversationId(poor.channel().id()), null);
            assertThat(session.operations()
                            .read(ReadRequest.newest(target, 1))
                            .preflight()
                            .reason())
                    .contains("channels:history", "reinstall the app");
            assertThat(poor.calls("conversations.history")).isZero();
            poor.scopes(Set.of("chat:write", "channels:read", "users:read", "channels:history"));
            assertThat(session.operations()
                            .read(ReadRequest.newest(target, 1))
                            .preflight()
                            .allowed())
                    .isTrue();
        }
    }

    @Test
    void whereTheBotIsNotIsDeniedWithWhatToDo() throws Exception {
        try (OpenSlack open = OpenSlack.start()) {
            Channel foreign = open.slack()
                    .addChannel(
                            open.slack().team(),
                            "foreign",
                            Channel.Kind.PUBLIC,
                            open.slack().user());
            MessageTarget target = new MessageTarget(new ConversationId(foreign.id()), null);
            assertThat(open.operations()
                            .read(ReadRequest.newest(target, 1))
                            .preflight()
                            .reason())
                    .contains("not_in_channel", "invite the bot");
            MessageTarget unknown = new MessageTarget(new ConversationId("C0UNKNOWN"), null);
            assertThat(open.operations()
                            .read(ReadRequest.newest(unknown, 1))
                            .preflight()
                            .reason())
                    .contains("channel_not_found");
        }
    }
}
