package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Fault;
import io.palyra.connectors.fake.discord.Faults;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: no second in which a bot makes more requests than Discord takes, also with a backlog after an outage. */
class BotPaceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void instancesOfOneBotShareIt() {
        SameAccount bots = new SameAccount(nanos::get);
        assertThat(bots.pace(Session.botOf("bot.1.secret"), 45)).isSameAs(bots.pace(Session.botOf("bot.2.other"), 45));
        assertThat(bots.pace(Session.botOf("another.1.secret"), 45))
                .isNotSameAs(bots.pace(Session.botOf("bot.1.secret"), 45));
    }

    @Test
    void aBacklogLeavesAtThePaceOnceDiscordAnswersAgain() throws Exception {
        int channels = 40;
        try (FakeDiscord discord = FakeDiscord.start();
                ProgramUnderTest program = ProgramUnderTest.in(folder)
                        .discord(discord)
                        .settings(LoopbackDiscord.option("requests-per-second") + "=15")
                        .start()) {
            discord.faults().always("POST", Faults.MESSAGES, Fault.resetBeforeAccepting());
            for (int i = 0; i < channels; i++) {
                program.enqueue(
                        "m" + i, discord.addChannel(discord.guild(), "c" + i).id(), "hello");
            }
            await().until(() -> program.supervision().reach().isClosed(Direction.OUTBOUND, LoopbackDiscord.OPS));
            List<Long> posted = new ArrayList<>();
            discord.ledger().onAccepted(post -> {
                synchronized (posted) {
                    posted.add(System.nanoTime());
                }
            });
            discord.faults().clear();
            program.within().until(() -> discord.ledger().accepted().size() == channels);

            // They do not arrive as evenly as they leave: two seconds' share in more than one
            for (int i = 30; i < channels; i++) {
                assertThat(posted.get(i) - posted.get(i - 30)).as("post %d", i).isGreaterThan(SECOND);
            }
        }
    }
}
