package io.palyra.connectors.fake.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import net.dv8tion.jda.api.utils.Compression;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that break, and what the real JDA makes of it. */
class GatewayTest {

    private FakeDiscord discord;
    private JdaBot bot;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
    }

    @AfterEach
    void stop() throws Exception {
        if (bot != null) {
            bot.close();
        }
        discord.close();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void speaksTheCompressionThatIsAskedFor(Compression compression) {
        bot = new JdaBot(discord, compression).connected();
        says("one");
        says("two");
        heard("one", "two");
    }

    @Test
    void tellsAResumedSessionWhatItMissed() {
        connect();
        says("before");
        heard("before");
        discord.gateway().holdLinks().dropLinks();
        says("meanwhile");
        discord.gateway().greetLinks();
        resumed();
        says("after");
        heard("before", "meanwhile", "after");
        assertThat(discord.gateway().identifies()).isEqualTo(1);
    }

    @Test
    void resumesWhenAskedToReconnect() {
        connect();
        discord.gateway().askToReconnect();
        resumed();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 4000})
    void resumesAfterAClose(int code) {
        connect();
        discord.gateway().closeLinks(code, "");
        resumed();
    }

    @Test
    void refusedResumeMakesANewSession() {
        connect();
        discord.gateway().refuseNextResume().holdLinks().dropLinks();
        says("lost");
        discord.gateway().greetLinks();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(bot.events(SessionRecreateEvent.class))
                .hasSize(1));
        says("after");
        heard("after");
        assertThat(discord.history(discord.channel()))
                .extracting(Message::content)
                .contains("lost");
    }

    @Test
    void sendsTheBotElsewhereToResume() throws Exception {
        try (FakeDiscord elsewhere = FakeDiscord.start()) {
            discord.gateway().resumeUrl(elsewhere.gatewayUrl());
            connect();
            discord.gateway().dropLinks();
            await().until(() -> elsewhere.gateway().resumes() == 1);
        }
    }

    @Test
    void leavesHeartbeatsWithoutAnAnswer() {
        discord.gateway().heartbeat(Duration.ofMillis(50)).ignoreHeartbeats(true);
        connect();
        await().until(() -> discord.gateway().resumes() > 0);
        discord.gateway().ignoreHeartbeats(false);
    }

    @Test
    void wrongTokenIsRefused() {
        connect();
        discord.revokeToken(true);
        discord.gateway().closeLinks(4000, "");
        shutDown(4004);
    }

    @Test
    void wrongTokenAtTheStartIsRefusedByRest() {
        discord.revokeToken(true);
        assertThatThrownBy(() -> bot = new JdaBot(discord)).isInstanceOf(InvalidTokenException.class);
        assertThat(discord.gateway().identifies()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {4004, 4010, 4013, 4014})
    void closesAtIdentify(int code) {
        discord.gateway().closeNextIdentify(code, "scripted");
        bot = new JdaBot(discord);
        shutDown(code);
    }

    @Test
    void privilegedIntentThatIsSwitchedOffIsRefused() {
        discord.allowPrivilegedIntents(0);
        bot = new JdaBot(discord);
        shutDown(4014);
    }

    @Test
    void sameEventCanComeTwice() {
        connect();
        discord.dispatchAgain(says("echo"));
        heard("echo", "echo");
    }

    @Test
    void lostEventStandsInTheHistoryAlone() {
        connect();
        discord.userSaysUnheard(discord.channel(), discord.user(), UserMessage.of("lost"));
        says("heard");
        heard("heard");
        assertThat(discord.history(discord.channel()))
                .extracting(Message::content)
                .containsExactly("lost", "heard");
    }

    private void connect() {
        bot = new JdaBot(discord).connected();
    }

    private Message says(String text) {
        return discord.userSays(discord.channel(), discord.user(), text);
    }

    private void heard(String... texts) {
        await().untilAsserted(() -> assertThat(bot.heard()).containsExactly(texts));
    }

    private void resumed() {
        await().untilAsserted(
                        () -> assertThat(bot.events(SessionResumeEvent.class)).hasSize(1));
    }

    private void shutDown(int code) {
        await().untilAsserted(() -> assertThat(bot.events(ShutdownEvent.class))
                .extracting(ShutdownEvent::getCode)
                .containsExactly(code));
    }
}
