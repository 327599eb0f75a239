package io.palyra.connectors.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.test.HttpAnswer;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether it is certain that the daemon did not take a message: only then it is tried for an hour. */
class DaemonReachTest {

    private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();
    private static HttpDaemon daemon;

    @BeforeAll
    static void start() throws Exception {
        daemon = HttpDaemon.start();
        CONTEXT.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // The first step may be a paid call; that the second connects to nobody does not undo it
                from("direct:local").process(exchange -> {
                    throw new ConnectException("refused, in the second step");
                });
            }
        });
        CONTEXT.start();
    }

    @AfterAll
    static void stop() throws Exception {
        CONTEXT.close();
        daemon.close();
    }

    @Test
    void nothingListens() {
        assertNotTaken("http://127.0.0.1:1/route");
    }

    @Test
    void noSuchHost() {
        assertNotTaken("http://daemon.invalid/route");
    }

    @Test
    void noTlsThere() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> answerInClear(plain));

            assertNotTaken("https://127.0.0.1:" + plain.getLocalPort() + "/route");
            answering.join();
        }
    }

    private static void answerInClear(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noAnswerInTime() {
        daemon.answers("c1", HttpAnswer.accepted("late").after(new CountDownLatch(1)));

        assertThat(failure(daemon.uri())).isExactlyInstanceOf(DaemonUnavailableException.class);
    }

    @Test
    void anAnswerThatIsCut() {
        daemon.answers("c1", HttpAnswer.hangUp());

        assertThat(failure(daemon.uri())).isExactlyInstanceOf(DaemonUnavailableException.class);
    }

    /** Blanks that keep a connection alive, as proxies send them: the response timeout never comes. */
    @Test
    void anAnswerThatDripsIsGivenUpAndItsConnectionClosed() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> drip(server));

            assertThat(failure("http://127.0.0.1:" + server.getLocalPort() + "/route"))
                    .isExactlyInstanceOf(DaemonUnavailableException.class);
            closed.get(20, TimeUnit.SECONDS);
        }
    }

    /** Returns once the other side has closed. */
    private static void drip(ServerSocket server) {
        try (Socket client = server.accept()) {
            OutputStream out = client.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write("1\r\n \r\n".getBytes(StandardCharsets.US_ASCII));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        } catch (IOException e) {
            // What it waits for
        }
    }

    @Test
    void aLocalRouteThatFailsSomewhere() {
        assertThat(failure("direct:local"))
                .isExactlyInstanceOf(DaemonUnavailableException.class)
                .hasMessageStartingWith("no usable answer of the daemon: ")
                .hasMessageContaining("in the second step");
    }

    private static void assertNotTaken(String endpoint) {
        assertThat(failure(endpoint))
                .isExactlyInstanceOf(DaemonNotTakenException.class)
                .hasMessageStartingWith("the daemon cannot be reached: ");
    }

    private static Exception failure(String endpoint) {
        Exchange answer = CONTEXT.createFluentProducerTemplate()
                .to("palyra-daemon:test?timeout=500&endpoint=RAW(" + endpoint + ")")
                .withBody(ProgramUnderTest.echoEvent("m1", "c1", "hello"))
                .send();
        return answer.getException();
    }
}
