package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.TelegramFault;
import io.palyra.connectors.platform.http.CodeMeaning;
import io.palyra.connectors.platform.http.HttpAnswer;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Retry;
import io.palyra.connectors.protocol.DeliveryOutcome.Unknown;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a send beyond the one answer: limits that last, servers that are not reached, a session that ends. */
class TelegramReachTest {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private OpenTelegram open;
    private FakeTelegram telegram;
    private Chat chat;

    @BeforeEach
    void open() throws Exception {
        open = OpenTelegram.start();
        telegram = open.telegram();
        chat = telegram.group();
    }

    @AfterEach
    void close() throws Exception {
        open.close();
    }

    private OutboundMessageRequest message() {
        return message(chat);
    }

    private static OutboundMessageRequest message(Chat to) {
        return OpenTelegram.message(OpenTelegram.id(to), "hello", builder -> builder.timeoutMs(1_500));
    }

    @Test
    void theSecondChatThatIsLimitedWithinFiveSecondsMeansAll() {
        telegram.faults().nextPost(TelegramFault.rateLimited(WAIT));
        telegram.faults().nextPost(TelegramFault.rateLimited(WAIT));
        open.send(message());
        for (Chat other : List.of(telegram.chat(), telegram.addGroup("not asked for"))) {
            assertThat(open.send(message(other))).isInstanceOfSatisfying(Retry.class, retry -> assertThat(retry.limit())
                    .isEqualTo(LimitScope.CONNECTOR));
        }
        assertThat(open.sends()).isEqualTo(2);
    }

    @Test
    void aLimitThatIsKnownIsNotRunInto() {
        telegram.faults().nextPost(TelegramFault.rateLimited(WAIT));
        long before = open.sends();
        open.send(message());
        assertThat(open.send(message())).isInstanceOfSatisfying(Retry.class, retry -> {
            assertThat(retry.limit()).isEqualTo(LimitScope.BUCKET);
            assertThat(retry.retryAfter()).isBetween(Duration.ofSeconds(25), WAIT);
        });
        assertThat(open.work().pacing().wait(OpenTelegram.id(chat))).isPositive();
        assertThat(open.sends() - before).isEqualTo(1);
    }

    /** With a base URL of one's own that may be what is wrong: see the table. */
    @Test
    void aPathThatTelegramItselfDoesNotKnowIsThatOfAWrongToken() {
        TelegramApi real =
                new TelegramApi(URI.create("https://" + TelegramApi.HOST + "/"), Clock.systemUTC(), (from, to) -> {});
        Request request = new Request.Builder()
                .url("https://" + TelegramApi.HOST)
                .tag(BotApi.Ask.class, new BotApi.Ask("sendMessage", "1"))
                .build();
        Response answer = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(404)
                .message("Not Found")
                .body(ResponseBody.create(
                        "{\"ok\":false,\"error_code\":404,\"description\":\"Not Found\"}",
                        MediaType.get("application/json")))
                .build();
        assertThat(real.refusal(HttpAnswer.read(answer)).orElseThrow().meaning())
                .isEqualTo(CodeMeaning.TOKEN);
    }

    /** At port 1 nobody listens; one that was just free may be somebody's by then. */
    @Test
    void notConnectedIsARetry() throws Exception {
        assertThat(OpenTelegram.sender(OpenTelegram.options(URI.create("http://127.0.0.1:1/")), telegram.token())
                        .send(message()))
                .isInstanceOfSatisfying(Retry.class, TelegramReachTest::isCertain);
    }

    @Test
    void noSuchHostIsARetry() throws Exception {
        assertThat(OpenTelegram.sender(OpenTelegram.options(URI.create("http://api.invalid/")), telegram.token())
                        .send(message()))
                .isInstanceOfSatisfying(Retry.class, TelegramReachTest::isCertain);
    }

    @Test
    void noHandshakeIsARetry() throws Exception {
        URI tls = URI.create(telegram.apiUrl().replace("http:", "https:") + "/");
        assertThat(OpenTelegram.sender(OpenTelegram.options(tls), telegram.token())
                        .send(message()))
                .isInstanceOfSatisfying(Retry.class, TelegramReachTest::isCertain);
    }

    private static void isCertain(Retry retry) {
        assertThat(retry.retryClass()).isEqualTo(RetryClass.TRANSIENT_NETWORK);
        assertThat(retry.uncertain()).isFalse();
    }

    @Test
    void whatTheGuardDoesNotLetThroughIsTheConnectorsFault() throws Exception {
        TelegramOptions closed = new TelegramOptions(
                URI.create(telegram.apiUrl() + "/"),
                false,
                false,
                false,
                false,
                TelegramMarkup.WITHOUT_MENTIONS,
                SessionEndpoint.UPLOAD_BYTES_MAX);
        long before = open.sends();
        DeliveryOutcome outcome = OpenTelegram.sender(closed, telegram.token()).send(message());
        assertThat(outcome)
                .usingRecursiveComparison()
                .ignoringFields("reason")
                .isEqualTo(new PermanentFailure(
                        "", io.palyra.connectors.protocol.Fault.CONNECTOR, Readiness.MISCONFIGURED));
        assertThat(open.sends()).isEqualTo(before);
    }

    @Test
    void aConnectionThatIsClosedWhileNobodyUsesItLeavesNoMessageInDoubt() {
        for (int i = 0; i < 3; i++) {
            open.send(message());
            Awaitility.await().until(() -> telegram.closeIdleConnections() > 0);
            long before = open.sends();
            assertThat(open.send(message())).isInstanceOf(DeliveryOutcome.Delivered.class);
            assertThat(open.sends() - before).isEqualTo(1);
        }
    }

    @Test
    void whatIsOnItsWayWhenTheSessionEndsIsUnknown() throws Exception {
        CountDownLatch made = new CountDownLatch(1);
        telegram.ledger().onAccepted(posted -> made.countDown());
        telegram.faults().nextPost(Fault.silentAfterAccepting());
        CompletableFuture<DeliveryOutcome> sending = CompletableFuture.supplyAsync(
                () -> open.send(OpenTelegram.message(OpenTelegram.id(chat), "hello", builder -> builder)));
        assertThat(made.await(10, TimeUnit.SECONDS)).isTrue();
        open.session().line().close();
        assertThat(sending.get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(Unknown.class, unknown -> assertThat(unknown.reason())
                        .contains("after the request had left: the session has ended;"));
        assertThat(open.send(message()))
                .as("not sent: the session has ended")
                .isInstanceOfSatisfying(Retry.class, retry -> assertThat(retry.retryClass())
                        .isEqualTo(RetryClass.CONNECTOR_RESTARTING));
        assertThat(open.sends()).isEqualTo(1);
    }

    @Test
    void aTargetThatIsNoneIsTheMessagesFault() {
        for (String target : List.of("general", "user:@ada", "user:-100", "1 2", "9999999999999999999")) {
            assertThat(open.send(OpenTelegram.message(target, "hello", builder -> builder)))
                    .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.reason())
                            .startsWith("conversation_id: ")
                            .contains(target));
        }
    }
}
