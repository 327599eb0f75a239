package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.NoCursors;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.slack.Words;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.http.GuardedClient;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.http.RateLimitWindows;
import io.palyra.connectors.platform.http.RefusalBudget;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestPace;
import io.palyra.connectors.platform.inbound.HistoryPage;
import io.palyra.connectors.platform.inbound.HistoryRequests;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Goal: what a walk gives is what was said behind a position, in order, once. Method: random channels, threads, page lengths and
 * positions, on a loopback Slack; what has to be found is worked out from what was said.
 */
class HistoryWalkPropertiesTest {

    private static final int STEPS_MAX = 1_000;

    private static FakeSlack slack;
    private static HistoryReader reader;
    private static WebApi api;
    private static Identity self;
    private static ScheduledExecutorService timer;

    @BeforeContainer
    static void start() throws Exception {
        slack = FakeSlack.start();
        timer = Executors.newSingleThreadScheduledExecutor();
        URI url = URI.create(slack.apiUrl());
        RateLimitWindows windows = new RateLimitWindows(SlackApi.NAME, Clock.systemUTC());
        PlatformExchange exchange = new PlatformExchange(
                new SlackApi(url, Clock.systemUTC()),
                windows,
                RefusalBudget.NONE,
                new RequestPace(100_000, System::nanoTime),
                () -> {},
                timer);
        api = new WebApi(
                url,
                slack.token(),
                slack.appToken(),
                GuardedClient.builder(
                                new EgressGuard(List.of(), true),
                                exchange,
                                new PlatformTime(System::nanoTime, Clock.systemUTC()))
                        .build(),
                exchange);
        self = Identity.ask(api);
        reader = new HistoryReader(new History(api), new HistoryRequests(Duration.ZERO, System::nanoTime), windows);
    }

    @AfterContainer
    static void stop() throws Exception {
        api.close();
        timer.shutdownNow();
        slack.close();
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void givesWhatIsBehindAPositionInOrderOnce(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int pageRows, @ForAll @IntRange(max = 60) int count)
            throws Exception {
        Random random = new Random(seed);
        Channel channel = slack.addChannel("walked");
        Threads threads = new Threads(new NoCursors(), Duration.ofDays(7));
        List<Message> all = new ArrayList<>();
        List<Message> top = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            Words words = Words.of("m" + n);
            boolean isReply = !top.isEmpty() && random.nextInt(3) > 0;
            if (isReply) {
                words = words.below(top.get(random.nextInt(top.size())));
                words = random.nextInt(5) == 0 ? words.alsoToTheChannel() : words;
            }
            Message said = slack.saysUnheard(channel, slack.user(), words);
            all.add(said);
            if (!isReply) {
                top.add(said);
            }
        }
        int reached = count == 0 ? 0 : random.nextInt(count + 1);
        String position = reached == 0 ? Ts.ZERO : all.get(reached - 1).ts();
        all.subList(0, reached).forEach(message -> threads.seen(SlackMessage.ofHistory(channel.id(), message.json())));
        slack.tiers().pageRows(pageRows);

        List<String> given = walk(channel, threads, position);

        assertThat(given).isSortedAccordingTo(Ts::compare).doesNotHaveDuplicates();
        Set<String> sure = Set.copyOf(all.subList(reached, count).stream()
                .filter(message -> isSure(message, all.subList(0, reached), position))
                .map(Message::ts)
                .toList());
        assertThat(given).containsAll(sure);
        assertThat(all.subList(reached, count).stream().map(Message::ts).toList())
                .containsAll(given);
    }

    /** Of a thread that began before, and had no reply then, only those are found whose first message stands in a page that is read. */
    private static boolean isSure(Message message, List<Message> before, String position) {
        String thread = message.threadTs().orElse("");
        return !message.isReply()
                || message.subtype().equals("thread_broadcast")
                || Ts.compare(thread, position) > 0
                || before.stream()
                        .anyMatch(it -> it.isReply() && it.threadTs().orElse("").equals(thread));
    }

    private static List<String> walk(Channel channel, Threads threads, String from) throws RequestException {
        List<String> given = new ArrayList<>();
        String position = from;
        String latest = Ts.at(System.currentTimeMillis() + 5_000);
        HistoryWalk walk = begin(channel, threads, position, latest);
        for (int step = 0; step < STEPS_MAX; step++) {
            HistoryPage<SlackMessage> page = walk.next();
            page.messages().forEach(message -> given.add(message.ts()));
            if (!page.hasMore()) {
                return given;
            }
            position = given.get(given.size() - 1);
            if (walk.isOver() || !walk.isAt(position)) {
                walk = begin(channel, threads, position, latest);
            }
        }
        throw new AssertionError("it does not end");
    }

    private static HistoryWalk begin(Channel channel, Threads threads, String position, String latest)
            throws RequestException {
        HistoryWalk walk = new HistoryWalk(channel.id(), self, reader, threads, position, latest);
        walk.walk(Ts.ZERO);
        return walk;
    }

    /** Ten thousand replies are kept; what lies behind them is asked for by another walk. */
    @Example
    void keepsNoMoreRepliesThanItHasToAndGivesAllOfThem() throws Exception {
        Channel channel = slack.addChannel("long");
        Threads threads = new Threads(new NoCursors(), Duration.ofDays(7));
        slack.tiers().pageRows(1_000);
        List<String> expected = new ArrayList<>();
        Message first = slack.saysUnheard(channel, slack.user(), Words.of("first"));
        Message second = slack.saysUnheard(channel, slack.user(), Words.of("second"));
        expected.add(first.ts());
        expected.add(second.ts());
        for (int n = 0; n < 12_000; n++) {
            Message below = n % 3 == 0 ? second : first;
            expected.add(
                    slack.saysUnheard(channel, slack.user(), Words.of("m" + n).below(below))
                            .ts());
        }
        expected.add(slack.saysUnheard(channel, slack.user(), Words.of("last")).ts());
        assertThat(walk(channel, threads, Ts.ZERO)).containsExactlyElementsOf(expected);
    }
}
