package io.palyra.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.store.CutWire;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program is cut off from the database, and another one is started under its name, as where a machine was cloned, or moved:
 * nothing shows that the first has ended.
 */
class SameNameTest {

    private static final Duration PATIENCE = Duration.ofSeconds(25);

    @TempDir
    private Path folder;

    @Test
    void theSecondOpensNoSessionBeforeTheFirstHasClosedIt() throws Exception {
        String url = StoreUnderTest.POSTGRESQL.settings(folder).get("palyra.store.url");
        try (FakeDiscord discord = FakeDiscord.start();
                CutWire wire = CutWire.to(url);
                ProgramUnderTest first = node(discord)
                        .settings("palyra.store.url=" + wire.url(url))
                        .startAnyway()) {
            first.awaitConnected();
            await().atMost(PATIENCE).until(() -> runs(first));
            wire.silent(true);
            wire.cut();
            try (ProgramUnderTest second = node(discord).startAnyway()) {
                await().atMost(PATIENCE).until(() -> runs(second));
                await().atMost(PATIENCE)
                        .until(() -> discord.gateway().identifies() == 2
                                && discord.gateway().connected() == 1);
                discord.userSays(discord.channel(), discord.user(), "hello");
                second.awaitAnswers(discord.channel().id(), List.of("hello"));
                assertThat(discord.gateway().mostConnected()).isEqualTo(1);
            } finally {
                wire.silent(false);
                wire.cut();
            }
        }
    }

    private ProgramSetup node(FakeDiscord discord) throws Exception {
        return ProgramUnderTest.in(folder)
                .on(StoreUnderTest.POSTGRESQL)
                .discord(discord)
                .settings("palyra.node.name=one", "palyra.cluster.lease=10s");
    }

    private static boolean runs(ProgramUnderTest program) {
        return program.program().membership().orElseThrow().owns(LoopbackDiscord.OPS)
                && program.supervision().isRunning(LoopbackDiscord.OPS);
    }
}
