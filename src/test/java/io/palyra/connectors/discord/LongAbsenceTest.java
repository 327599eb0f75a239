package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.ShiftedClock;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.FakeDiscordOptions;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.Overwrite;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to channels and threads while nobody listens. Method: Discord's time is moved while the program is down. */
class LongAbsenceTest {

    @TempDir
    private Path folder;

    private final ShiftedClock clock = new ShiftedClock();
    private FakeDiscord discord;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start(FakeDiscordOptions.defaults().clock(clock));
        program = ProgramUnderTest.in(folder).discord(discord).clock(clock).start();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        discord.close();
    }

    private void unheard(Channel channel, String text) {
        discord.userSaysUnheard(channel, discord.user(), UserMessage.of(text));
    }

    private void says(Channel channel, String text) {
        discord.userSays(channel, discord.user(), text);
        program.awaitAnswers(channel.id(), List.of(text));
    }

    private List<String> requestsSince(int count, String end) {
        return discord.requests().stream()
                .skip(count)
                .filter(request -> request.method().equals("GET"))
                .map(RestRequest::path)
                .filter(path -> path.endsWith(end))
                .toList();
    }

    @Test
    void aThreadThatCameAndWentIsFoundAndOneFromBeforeIsNotReadAgain() throws Exception {
        Channel before = discord.addThread(discord.channel(), "before");
        says(before, "one");
        discord.archive(before);
        says(discord.channel(), "hello");
        program.stop();
        clock.advance(Duration.ofMinutes(5));
        Channel meanwhile = discord.addThread(discord.channel(), "meanwhile");
        unheard(meanwhile, "in a thread");
        clock.advance(Duration.ofHours(2));
        discord.archive(meanwhile);
        program.startAgain();
        program.awaitConnected();
        program.awaitAnswers(meanwhile.id(), List.of("in a thread"));
        program.awaitAnswers(before.id(), List.of("one"));
    }

    /** A whole page of which one thread can be read, which is not the last one, and one thread behind that page. */
    @Test
    void archivedThreadsThatMakeNoSenseHideNoOthers() throws Exception {
        says(discord.channel(), "hello");
        program.stop();
        clock.advance(Duration.ofMinutes(5));
        Channel earlier = discord.addThread(discord.channel(), "earlier");
        unheard(earlier, "behind the page");
        discord.archive(earlier);
        clock.advance(Duration.ofMinutes(5));
        Channel later = discord.addThread(discord.channel(), "later");
        Message said = discord.userSaysUnheard(later, discord.user(), UserMessage.of("among odd ones"));
        String readable = """
                {"id": "%s", "type": 11, "parent_id": "%s", "last_message_id": "%s",
                 "thread_metadata": {"archived": true, "archive_timestamp": "%s"}}""".formatted(later.id(), discord.channel().id(), said.id(), clock.instant());
        String odd = """
                {"type": 11, "parent_id": "%s"}, "a thread", null, {"id": null, "thread_metadata": []}""".formatted(discord.channel().id());
        String all = String.join(",", Collections.nCopies(12, odd)) + "," + readable + ","
                + String.join(",", Collections.nCopies(13, odd));
        discord.archive(later);
        clock.advance(Duration.ofHours(2));
        discord.faults()
                .next(
                        "GET",
                        "/channels/{channel}/threads/archived/public",
                        Fault.status(200, "application/json", "{\"threads\": [" + all + "], \"has_more\": true}"));
        program.startAgain();
        program.awaitConnected();
        program.awaitAnswers(later.id(), List.of("among odd ones"));
        program.awaitAnswers(earlier.id(), List.of("behind the page"));
    }

    @Test
    void afterAShortAbsenceNoThreadIsSearched() throws Exception {
        says(discord.channel(), "hello");
        program.stop();
        clock.advance(Duration.ofMinutes(50));
        unheard(discord.channel(), "again");
        int count = discord.requests().size();
        program.startAgain();
        program.awaitConnected();
        program.awaitAnswers(discord.channel().id(), List.of("hello", "again"));
        await().untilAsserted(() -> assertThat(program.runtimeOf("inbound")).containsEntry("channels_waiting", 0L));
        assertThat(requestsSince(count, "/archived/public")).isEmpty();
    }

    @Test
    void theChannelWithTheNewestMessageIsAmongTheFirstThatAreRead() throws Exception {
        List<Channel> archived = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            archived.add(discord.addThread(discord.channel(), "archived-" + i));
            says(archived.get(i), "one");
            discord.archive(archived.get(i));
        }
        says(discord.channel(), "hello");
        program.stop();
        clock.advance(Duration.ofMinutes(5));
        unheard(discord.channel(), "again");
        int count = discord.requests().size();
        program.startAgain();
        program.awaitConnected();
        program.within().untilAsserted(() -> assertThat(requestsSince(count, "/messages"))
                .hasSize(11));
        // Four channels are read at once
        assertThat(requestsSince(count, "/messages").subList(0, 4))
                .anyMatch(request -> request.contains(discord.channel().id()));
    }

    @Test
    void cursorsOfWhatIsGoneArePurged() throws Exception {
        Channel removed = discord.addChannel(discord.guild(), "removed");
        Channel removedMeanwhile = discord.addChannel(discord.guild(), "removed meanwhile");
        Channel silent = discord.addThread(discord.channel(), "silent");
        Channel direct = discord.direct(discord.user());
        for (Channel channel : List.of(removed, removedMeanwhile, silent, direct)) {
            says(channel, "one");
        }
        discord.archive(silent);
        discord.removeChannel(removed);
        program.within().untilAsserted(() -> assertThat(program.cursor("channel:" + removed.id()))
                .isEmpty());
        program.stop();
        discord.removeChannel(removedMeanwhile);
        program.startAgain();
        program.awaitConnected();
        program.within().untilAsserted(() -> assertThat(program.cursor("channel:" + removedMeanwhile.id()))
                .isEmpty());
        assertThat(program.cursor("channel:" + silent.id())).isNotEmpty();
        says(discord.channel(), "hello");
        program.stop();

        clock.advance(Duration.ofDays(100));
        program.startAgain();
        program.awaitConnected();
        program.within().alias("it is caught up").untilAsserted(() -> assertThat(program.runtimeOf("inbound"))
                .containsEntry("channels_waiting", 0L));
        program.stop();
        program.startAgain();
        program.awaitConnected();
        program.within().untilAsserted(() -> assertThat(program.cursor("channel:" + silent.id()))
                .isEmpty());
        assertThat(program.cursor("channel:" + direct.id()))
                .as("its author may write while nobody listens")
                .isNotEmpty();
        discord.userSays(silent, discord.user(), "two");
        program.awaitAnswers(silent.id(), List.of("one", "two"));
    }

    @Test
    void whatAGuildSaidWhileTheBotWasNoMemberIsNotRead() throws Exception {
        says(discord.channel(), "one");
        program.stop();
        clock.advance(Duration.ofDays(1));
        unheard(discord.channel(), "among ourselves");
        clock.advance(Duration.ofDays(1));
        String joined = clock.instant().toString();
        discord.guildsSay(guild -> guild.put("joined_at", joined));
        clock.advance(Duration.ofMinutes(1));
        unheard(discord.channel(), "welcome back");
        program.startAgain();
        program.awaitAnswers(discord.channel().id(), List.of("one", "welcome back"));
    }

    @Test
    void aHiddenChannelBeginsWhenItIsShown() throws Exception {
        says(discord.channel(), "hello");
        Channel closed = discord.overwrite(
                discord.addChannel(discord.guild(), "closed"),
                Overwrite.ofRole(discord.guild().id(), 0, 1L << 10));
        program.stop();
        program.startAgain();
        program.awaitConnected();
        unheard(closed, "among ourselves");
        clock.advance(Duration.ofMinutes(5));
        // Only Discord's clock was moved: an answer of Discord tells what it says now
        discord.userSays(discord.channel(), discord.user(), "meanwhile");
        program.awaitAnswers(discord.channel().id(), List.of("hello", "meanwhile"));
        discord.overwrite(closed);
        discord.userSays(closed, discord.user(), "welcome");
        program.awaitAnswers(closed.id(), List.of("welcome"));
    }
}
