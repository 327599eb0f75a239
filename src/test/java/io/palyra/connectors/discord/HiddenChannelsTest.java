package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Guild;
import io.palyra.connectors.fake.discord.Obfuscation;
import io.palyra.connectors.fake.discord.Overwrite;
import io.palyra.connectors.fake.discord.Role;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.platform.inbound.UnreadableFeeds;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: channels that the bot cannot see cost no refused requests and keep nobody else from catching up. Method: the requests
 * are counted where they arrive.
 */
class HiddenChannelsTest {

    private static final int MANY = 1_100;
    private static final long VIEW = 1L << 10;

    @TempDir
    private Path folder;

    private FakeDiscord discord;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
    }

    @AfterEach
    void stop() throws Exception {
        discord.close();
    }

    private Channel hide(Channel channel) {
        return discord.overwrite(channel, Overwrite.ofRole(discord.guild().id(), 0, VIEW));
    }

    private void unheard(Channel channel, String text) {
        discord.userSaysUnheard(channel, discord.user(), UserMessage.of(text));
    }

    /** How often the history of any but the first channel was asked for. */
    private long asked() {
        return discord.requests().stream()
                .filter(request -> request.method().equals("GET")
                        && request.path().endsWith("/messages")
                        && !request.path().contains(discord.channel().id()))
                .count();
    }

    private static Object inbound(ProgramUnderTest program, String what) {
        return program.runtimeOf("inbound").get(what);
    }

    @Test
    void elevenHundredHiddenChannelsAreNotAskedFor() throws Exception {
        List<Channel> hidden = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            hidden.add(hide(discord.addChannel(discord.guild(), "hidden-" + i)));
        }
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            discord.userSays(discord.channel(), discord.user(), "one");
            program.awaitAnswers(discord.channel().id(), List.of("one"));
            program.stop();
            hidden.forEach(channel -> unheard(channel, "not for the bot"));
            unheard(discord.channel(), "two");
            program.startAgain();
            program.awaitConnected();
            program.awaitAnswers(discord.channel().id(), List.of("one", "two"));
            discord.gateway().refuseNextResume();
            unheard(discord.channel(), "three");
            discord.gateway().dropLinks();
            program.awaitAnswers(discord.channel().id(), List.of("one", "two", "three"));
            program.within().alias("nothing is left to read").untilAsserted(() -> assertThat(
                            inbound(program, "channels_waiting"))
                    .isEqualTo(0L));
            assertThat(asked()).isZero();
            assertThat(inbound(program, "channels_hidden")).isEqualTo((long) MANY);
        }
    }

    /** Also where they were visible once, so that there is a cursor, and the gateway gives nothing to tell them by. */
    @Test
    void channelsOfWhichNothingIsKnownAreAskedForOnceAndOnlyAFew() throws Exception {
        List<Channel> many = new ArrayList<>();
        for (int i = 0; i < UnreadableFeeds.MAX_IN_WINDOW + 20; i++) {
            many.add(discord.addChannel(discord.guild(), "once-" + i));
        }
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            many.forEach(channel -> discord.userSays(channel, discord.user(), "visible"));
            discord.userSays(discord.channel(), discord.user(), "one");
            program.awaitAnswers(discord.channel().id(), List.of("one"));
            many.forEach(channel -> program.awaitAnswers(channel.id(), List.of("visible")));
            program.stop();
            discord.obfuscate(Obfuscation.Kind.SILENT);
            many.forEach(this::hide);
            unheard(discord.channel(), "two");
            program.startAgain();
            program.awaitConnected();
            program.awaitAnswers(discord.channel().id(), List.of("one", "two"));
            program.within().alias("the refusals are enough").untilAsserted(() -> {
                assertThat((Integer) inbound(program, "channels_refused"))
                        .isGreaterThanOrEqualTo(UnreadableFeeds.MAX_IN_WINDOW);
                assertThat(inbound(program, "channels_waiting")).isEqualTo(0L);
            });
            assertThat(asked()).isBetween((long) UnreadableFeeds.MAX_IN_WINDOW, UnreadableFeeds.MAX_IN_WINDOW + 4L);
            long before = asked();
            discord.gateway().refuseNextResume();
            unheard(discord.channel(), "three");
            discord.gateway().dropLinks();
            program.awaitAnswers(discord.channel().id(), List.of("one", "two", "three"));
            assertThat(asked()).isEqualTo(before);
            program.enqueue("sent", discord.channel().id(), "sends go on");
            program.awaitDelivered("sent");
        }
    }

    @Test
    void aChannelIsReadWhenTheBotMaySeeItAgain() throws Exception {
        Guild guild = discord.addGuild("By role");
        Channel byRole = discord.addChannel(guild, "by role");
        Channel byOverwrite = discord.addChannel(discord.guild(), "by overwrite");
        Channel flagged = discord.addChannel(discord.guild(), "flagged");
        List<Channel> all = List.of(byRole, byOverwrite, flagged);
        Role everyone = guild.roles().get(0);
        Role nobody = new Role(everyone.id(), everyone.name(), 0, 0);
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            all.forEach(channel -> discord.userSays(channel, discord.user(), "one"));
            all.forEach(channel -> program.awaitAnswers(channel.id(), List.of("one")));
            program.stop();
            discord.role(guild, nobody);
            hide(byOverwrite);
            hide(flagged);
            discord.obfuscate(Obfuscation.Kind.FLAGGED, flagged);
            all.forEach(channel -> unheard(channel, "two"));
            program.startAgain();
            program.awaitConnected();
            discord.userSays(discord.channel(), discord.user(), "hello");
            program.awaitAnswers(discord.channel().id(), List.of("hello"));
            assertThat(asked()).isZero();

            discord.role(guild, everyone);
            discord.overwrite(byOverwrite);
            discord.overwrite(flagged);
            all.forEach(channel -> program.awaitAnswers(channel.id(), List.of("one", "two")));
        }
    }
}
