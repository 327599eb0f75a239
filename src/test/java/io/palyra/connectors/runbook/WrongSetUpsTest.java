package io.palyra.connectors.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.AnsweringBot;
import io.palyra.connectors.fake.discord.DiscordFault;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.User;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.test.HttpAnswer;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.testkit.Certificates;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.LoopbackTelegram;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.TlsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Incidents that come from outside, or from what the program was told. */
class WrongSetUpsTest extends Paged {

    private static final int MANY = 300;

    @Tries("The daemon is slow")
    @Test
    void theDaemonIsSlow() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (HttpDaemon daemon = HttpDaemon.start();
                ProgramUnderTest program = paged().settings(
                                "palyra.daemon.endpoint=" + daemon.uri(), "palyra.daemon.concurrency=1")
                        .start()) {
            daemon.answers("slow", HttpAnswer.accepted("late").after(released));
            program.receive("slow-1", "slow", "a hard question");
            await().until(() -> daemon.questions("slow").size() == 1);
            program.receive("behind-1", "behind", "an easy one");

            operator(program).type(incident().find());

            released.countDown();
            operator(program).type(incident().fix());
        }
    }

    @Tries("The store's file was deleted")
    @Test
    void theStoresFileWasDeleted() throws Exception {
        harmed((store, program) -> Files.delete(store));
    }

    @Tries("A certificate is not trusted")
    @Test
    void aCertificateIsNotTrusted() throws Exception {
        try (TlsServer stranger = TlsServer.start(Certificates.make(folder(), "stranger"));
                FakeTelegram telegram = FakeTelegram.start()) {
            Map<String, String> settings = LoopbackTelegram.settings(folder(), telegram);
            try (ProgramUnderTest program = paged().settings(settings)
                    .settings(LoopbackTelegram.option("api-url") + "=https://" + stranger.authority() + "/")
                    .startAnyway()) {
                operator(program).type(incident().find());
            }
            try (ProgramUnderTest program = paged().settings(settings).startAnyway()) {
                operator(program).type(incident().fix());
            }
        }
    }

    @Tries("The file of a secret is missing")
    @Test
    void theFileOfASecretIsMissing() throws Exception {
        try (FakeTelegram telegram = FakeTelegram.start()) {
            Map<String, String> settings = LoopbackTelegram.settings(folder(), telegram);
            Path token = Path.of(
                    settings.getOrDefault(LoopbackTelegram.option("token"), "").replaceAll("^\\{\\{file:|}}$", ""));
            Files.delete(token);
            try (ProgramUnderTest program = paged().settings(settings).startAnyway()) {
                operator(program).type(incident().find());

                LoopbackTelegram.writeToken(folder(), telegram.token());
                operator(program).type(incident().fix());
            }
        }
    }

    @Tries("Two bots do not stop")
    @Test
    void twoBotsDoNotStop() throws Exception {
        try (FakeDiscord discord = FakeDiscord.start()) {
            User other = discord.addBot("other");
            try (ProgramUnderTest program = paged().discord(discord)
                            .settings(
                                    LoopbackDiscord.option("other-bots") + "=all",
                                    LoopbackDiscord.option("bot-loop-limit") + "=3")
                            .start();
                    AnsweringBot bot = discord.answers(discord.channel(), other, message -> message)) {
                discord.userSays(discord.channel(), other, "shall we?");

                operator(program).type(incident().find());
                operator(program).type(incident().fix());
                assertThat(bot.answered()).isPositive();
            }
        }
    }

    @Tries("Very many dead letters")
    @Test
    void veryManyDeadLetters() throws Exception {
        try (ProgramUnderTest program = paged().start()) {
            for (int n = 0; n < MANY; n++) {
                program.program()
                        .outbox()
                        .enqueue(program.message("dies-" + n, "conversation-" + n % 10, "[permanent]")
                                .build());
            }

            operator(program).type(incident().find());
            operator(program).type(incident().fix());
        }
    }

    @Tries("The platform has banned the address")
    @Test
    void thePlatformHasBannedTheAddress() throws Exception {
        try (FakeDiscord discord = FakeDiscord.start();
                ProgramUnderTest program = paged().discord(discord).start()) {
            discord.faults()
                    .always("POST", FakeDiscord.MESSAGES, DiscordFault.bannedByCloudflare(Duration.ofSeconds(4)));
            operator(program).given(send("discord:ops", discord.channel().id(), "m-1"));

            operator(program).type(incident().find());

            discord.faults().clear();
            operator(program).type(incident().fix());
        }
    }
}
