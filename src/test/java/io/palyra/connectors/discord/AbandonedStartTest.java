package io.palyra.connectors.discord;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.fake.NoCursors;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: a session that does not come to be, as nobody wants it any more or the store fails, leaves nothing behind. */
class AbandonedStartTest {

    private static final ConnectorId ID = ConnectorId.of("discord:abandoned");

    private static final String KEY = "Sec-WebSocket-Key: ";
    private static final String WEB_SOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CLOSE_FRAME = 0x88;

    /** Of what a client sends; it is masked. */
    private static final int LENGTH = 0x7f;

    private static final int LONGER = 126;
    private static final int MASK_BYTES = 4;

    private FakeDiscord discord;
    private Set<Thread> before;
    private Thread starting;
    private String gateway;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        gateway = discord.gatewayUrl();
        before = Thread.getAllStackTraces().keySet();
    }

    @AfterEach
    void stop() throws Exception {
        discord.close();
    }

    @Test
    void oneThatIsInterruptedWhileItLogsIn() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        discord.faults().next("GET", "/users/@me", Fault.heldUntil(answer));
        Future<?> session = begin(new NoCursors());
        await().until(() -> !discord.requests().isEmpty());
        assertThat(left()).isNotEmpty();

        starting.interrupt();
        answer.countDown();

        assertThatThrownBy(() -> session.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ConnectorStartException.class);
        assertNothingIsLeft();
    }

    @Test
    void oneThatIsInterruptedWhileItAsksForTheGateway() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        discord.faults().next("GET", "/gateway/bot", Fault.heldUntil(answer));
        Future<?> session = begin(new NoCursors());
        await().until(() -> discord.requests().size() == 2);

        awaitStanding("awaitConnected");
        assertThat(left()).isNotEmpty();
        starting.interrupt();
        assertIsInterrupted(session);
        answer.countDown();
        assertNothingIsLeft();
    }

    /** JDA has nothing to close yet. Method: what it connects to answers late. */
    @Test
    void oneThatIsInterruptedWhileItConnects() throws Exception {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gateway = "ws://127.0.0.1:" + door.getLocalPort();
            Future<?> session = begin(new NoCursors());
            try (Socket link = door.accept()) {
                awaitStanding("awaitConnected");
                starting.interrupt();
                assertIsInterrupted(session);
                accept(link);

                assertThat(isClosedInOrder(link)).as("the link is closed").isTrue();
                link.close();
                assertNothingIsLeft();
            }
        }
    }

    /** As a WebSocket server does. */
    private static void accept(Socket link) throws Exception {
        String key = "";
        BufferedReader request = new BufferedReader(new InputStreamReader(link.getInputStream(), US_ASCII));
        for (String line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
            key = line.startsWith(KEY) ? line.substring(KEY.length()) : key;
        }
        byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + WEB_SOCKET).getBytes(US_ASCII));
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n";
        link.getOutputStream().write(answer.getBytes(US_ASCII));
    }

    /** Reads what comes until the client closes. JDA may have something to say before that. */
    private static boolean isClosedInOrder(Socket link) throws Exception {
        link.setSoTimeout(10_000);
        DataInputStream frames = new DataInputStream(link.getInputStream());
        int kind = frames.read();
        while (kind >= 0 && kind != CLOSE_FRAME) {
            int length = frames.readUnsignedByte() & LENGTH;
            frames.skipNBytes(MASK_BYTES + (length == LONGER ? frames.readUnsignedShort() : length));
            kind = frames.read();
        }
        return kind == CLOSE_FRAME;
    }

    private void awaitStanding(String method) {
        await().until(() -> Arrays.stream(starting.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals(method)));
    }

    private void assertIsInterrupted(Future<?> session) {
        assertThatThrownBy(() -> session.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ConnectorStartException.class)
                .hasMessageContaining("interrupted");
    }

    @Test
    void oneForWhichTheStoreFails() throws Exception {
        Future<?> session = begin(new CursorStore() {
            @Override
            public Map<String, String> positions() {
                throw new StoreUnavailableException("the disk is full", null);
            }

            @Override
            public void move(String stream, String position, @Nullable ReadAgain overlap) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void forget(String stream) {
                throw new UnsupportedOperationException();
            }
        });

        assertThatThrownBy(() -> session.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(StoreUnavailableException.class);
        assertThat(discord.requests()).isEmpty();
        assertNothingIsLeft();
    }

    /** As the adapter does, on a thread that can be interrupted. */
    private Future<?> begin(CursorStore cursors) {
        Session.Setup usual = OpenSession.setup(discord, URI.create(discord.restUrl()), () -> {});
        Session.Setup setup = new Session.Setup(
                ID,
                usual.token(),
                options(usual.options()),
                usual.guard(),
                cursors,
                usual.sink(),
                usual.clock(),
                Session.Account.of(
                        usual.clock(),
                        System::nanoTime,
                        () -> Executors.newScheduledThreadPool(2, task -> new Thread(task, "discord-gateway")),
                        usual.account().accounts()),
                usual.onAnswer(),
                usual.onHold());
        FutureTask<?> task = new FutureTask<>(() -> {
            Session session = Session.open(setup);
            try {
                session.awaitConnected();
                return null;
            } finally {
                session.close();
            }
        });
        starting = new Thread(task, "discord-start");
        starting.start();
        return task;
    }

    private DiscordOptions options(DiscordOptions usual) {
        return new DiscordOptions(
                usual.restUrl(),
                URI.create(gateway),
                usual.egressAllowLoopback(),
                usual.resendWindow(),
                usual.uploadBytesMax(),
                usual.requestsPerSecond(),
                usual.messageContent());
    }

    /** The threads of the session, and of JDA. */
    private List<String> left() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("discord-") || name.startsWith("JDA"))
                .toList();
    }

    private void assertNothingIsLeft() {
        await().untilAsserted(() -> assertThat(left()).isEmpty());
        await().untilAsserted(() -> assertThat(discord.gateway().connected()).isZero());
    }
}
