package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.FakeDiscordOptions;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.store.StoreRows;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a message is asked once, also if nothing else is said for longer than anything is kept. Method: time is moved. */
class QuietChannelTest {

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(Instant.now().plus(Duration.ofHours(1)));
    private FakeDiscord discord;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start(FakeDiscordOptions.defaults().clock(clock));
    }

    @AfterEach
    void stop() throws Exception {
        discord.close();
    }

    private Message says(String text) {
        return discord.userSays(discord.channel(), discord.user(), text);
    }

    private StoreRows rows() throws SQLException {
        return StoreRows.read(StoreUnderTest.ofPrograms(), folder);
    }

    @Test
    void aMessageIsAskedOnceHoweverLongItsChannelIsQuiet() throws Exception {
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .discord(discord)
                .clock(clock)
                .settings("palyra.inbox.dedupe-window=1h")
                .start()) {
            Message old = says("old");
            program.awaitAnswers(discord.channel().id(), List.of("old"));
            clock.advance(Duration.ofMinutes(5));
            // Discord's time is what its last answer says
            assertThat(program.program()
                            .supervision()
                            .calls()
                            .checkHealth(LoopbackDiscord.OPS, null)
                            .readiness())
                    .isEqualTo(Readiness.READY);
            says("one");
            program.awaitAnswers(discord.channel().id(), List.of("old", "one"));
            clock.advance(Duration.ofDays(100));
            program.stop();

            program.startAgain();
            program.awaitConnected();
            program.within().alias("only what may come again is left").untilAsserted(() -> {
                assertThat(rows().outbox()).isEmpty();
                assertThat(rows().inbound()).hasSize(1);
            });
            program.stop();
            program.startAgain();
            program.awaitConnected();
            says("two");
            program.awaitAnswers(discord.channel().id(), List.of("old", "one", "two"));

            discord.dispatchAgain(old);
            says("three");
            program.awaitAnswers(discord.channel().id(), List.of("old", "one", "two", "three"));
            assertThat(program.runtimeOf("inbound")).containsEntry("messages_too_late", 1L);
        }
    }
}
