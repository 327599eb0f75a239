package io.palyra.connectors.fake.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.DiscordFault.Scope;
import io.palyra.connectors.fake.http.Fault;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.utils.Compression;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scripted fault looks like to the real JDA, and what the ledger says of it. */
@TestInstance(Lifecycle.PER_CLASS)
class FaultsTest {

    private FakeDiscord discord;
    private JdaBot bot;
    private Channel channel;

    @BeforeAll
    void start() throws Exception {
        discord = FakeDiscord.start();
        bot = new JdaBot(discord).connected();
    }

    @BeforeEach
    void useAnEmptyChannel() {
        channel = discord.addChannel(discord.guild(), "fresh");
    }

    @AfterAll
    void stop() throws Exception {
        bot.close();
        discord.close();
    }

    @Test
    void resetAfterAcceptingHasPosted() {
        discord.faults().nextPost(Fault.resetAfterAccepting());
        assertThat(failure("reset")).hasCauseInstanceOf(SocketException.class);
        assertThat(posted()).containsExactly("reset");
    }

    @Test
    void resetBeforeAcceptingHasNotPosted() {
        discord.faults().nextPost(Fault.resetBeforeAccepting());
        assertThat(failure("reset")).hasCauseInstanceOf(SocketException.class);
        assertThat(posted()).isEmpty();
    }

    @Test
    void closedAfterAcceptingEndsTheStream() {
        discord.faults().nextPost(Fault.closedAfterAccepting());
        assertThat(failure("closed")).hasCauseInstanceOf(IOException.class);
        assertThat(posted()).containsExactly("closed");
    }

    @Test
    void silenceLastsUntilTheReadTimeout() {
        discord.faults().nextPost(Fault.silentAfterAccepting());
        assertThat(failure("silence")).hasCauseInstanceOf(SocketTimeoutException.class);
        assertThat(posted()).containsExactly("silence");
    }

    @Test
    void brokenBodyHasPosted() {
        discord.faults().nextPost(Fault.brokenBodyAfterAccepting());
        assertThat(catchThrowableOfType(CompletionException.class, () -> post("broken")))
                .isNotNull();
        assertThat(posted()).containsExactly("broken");
    }

    @Test
    void repeatedRequestAfterAResetPostsNothing() {
        discord.faults().nextPost(Fault.resetAfterAccepting());
        assertThat(failure("once")).isNotNull();
        post("once");
        assertThat(posted()).containsExactly("once");
        assertThat(discord.ledger().repeatedNonces()).contains("once");
    }

    /** Why a client whose outbox owns the retries must switch this off. */
    @Test
    void okHttpSendsAPostAgainWhenAKeptConnectionBreaks() {
        try (JdaBot retrying = new JdaBot(discord, Compression.NONE, true).connected()) {
            discord.faults().nextPost(Fault.resetAfterAccepting());
            retrying.post(channel, "twice", "twice").join();
        }
        assertThat(postRequests()).isEqualTo(2);
        assertThat(posted()).containsExactly("twice");
    }

    @Test
    void clientThatWaitsForARateLimitPostsOnce() {
        discord.faults().nextPost(DiscordFault.rateLimited(Duration.ofMillis(200), Scope.USER));
        post("limited");
        assertThat(posted()).containsExactly("limited");
        assertThat(postRequests()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 50035, Invalid Form Body",
        "401, 0, 401: Unauthorized",
        "403, 50001, Missing Access",
        "403, 50013, Missing Permissions",
        "404, 10003, Unknown Channel",
        "500, 0, 500: Internal Server Error"
    })
    void errorKeepsStatusAndCode(int status, int code, String message) {
        discord.faults().nextPost(DiscordFault.error(status, code, message));
        ErrorResponseException refused = failure("refused");
        assertThat(refused.getResponse().code).isEqualTo(status);
        assertThat(refused.getErrorCode() == code || code == 0).isTrue();
        assertThat(posted()).isEmpty();
    }

    @Test
    void heldAnswerComesWhenReleased() {
        CountDownLatch released = new CountDownLatch(1);
        discord.faults().nextPost(Fault.heldUntil(released));
        var answer = bot.post(channel, "held", "held");
        await().untilAsserted(() -> assertThat(posted()).containsExactly("held"));
        assertThat(answer).isNotDone();
        released.countDown();
        answer.join();
    }

    @Test
    void faultsAreTakenInOrderAndThenUsedUp() {
        discord.faults()
                .nextPost(DiscordFault.error(403, 50013, "Missing Permissions"))
                .nextPost(DiscordFault.error(404, 10003, "Unknown Channel"));
        assertThat(Stream.of(failure("one"), failure("two")).map(ErrorResponseException::getErrorCode))
                .containsExactly(50013, 10003);
        assertThat(discord.faults().left()).isZero();
        post("three");
        assertThat(posted()).containsExactly("three");
    }

    private void post(String text) {
        bot.post(channel, text, text).join();
    }

    private ErrorResponseException failure(String text) {
        CompletionException failed = catchThrowableOfType(CompletionException.class, () -> post(text));
        return (ErrorResponseException) failed.getCause();
    }

    private List<String> posted() {
        return discord.ledger().texts(channel.id());
    }

    private long postRequests() {
        return discord.requests().stream()
                .filter(request ->
                        request.method().equals("POST") && request.path().contains(channel.id()))
                .count();
    }
}
