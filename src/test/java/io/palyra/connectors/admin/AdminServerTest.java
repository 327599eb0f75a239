package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.server.ListenException;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminServerTest {

    @Test
    void saysThatThePortIsInUse(@TempDir Path folder) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(folder, "127.0.0.1", taken.getLocalPort()))
                    .isInstanceOf(ListenException.class)
                    .hasMessage("palyra.http.port: port " + taken.getLocalPort()
                            + " of 127.0.0.1 is in use by another program; stop that program, or set another port"
                            + " (0 takes any free one)");
        }
    }

    @Test
    void saysThatTheAddressIsNotOfThisMachine(@TempDir Path folder) {
        for (String host : new String[] {"192.0.2.7", "no-such-host.invalid"}) {
            assertThatThrownBy(() -> start(folder, host, 0))
                    .isInstanceOf(ListenException.class)
                    .hasMessageStartingWith("palyra.http.host: " + host + " is no address of this machine");
        }
    }

    @Test
    void listensOnIpv6(@TempDir Path folder) throws Exception {
        try (ProgramUnderTest admin = start(folder, "::1", 0)) {
            assertThat(admin.port()).isPositive();
        }
    }

    /** Goal: a stop does not wait for calls that only wait, and answers them all the same. */
    @Test
    void answersACallThatWaitsWhenItStops(@TempDir Path folder) throws Exception {
        ProgramUnderTest admin = AdminSetup.in(folder).start();
        AdminClient client = admin.client();
        client.post(ECHO + "/operations/queue/pause");
        CompletableFuture<AdminClient.Reply> waiting = CompletableFuture.supplyAsync(
                () -> client.post(ECHO + "/test", "{'text':'held','envelope_id':'held','wait_ms':60000}"));
        Awaitility.await()
                .until(() -> client.get(ECHO + "/messages/outbox/held:0").status() == 200);

        admin.close();

        assertThat(waiting.get(5, TimeUnit.SECONDS).at("/ingest/accepted").asBoolean())
                .isTrue();
        assertThatThrownBy(() -> client.get(ECHO)).isInstanceOf(UncheckedIOException.class);
    }

    /** Goal: who reads an answer can tell how long ago something was, whatever his own clock says. */
    @Test
    void saysWhatTimeItIs(@TempDir Path folder) throws Exception {
        Instant noon = Instant.parse("2026-01-31T12:00:00Z");
        try (ProgramUnderTest admin =
                AdminSetup.in(folder).clock(new SettableClock(noon)).start()) {
            assertThat(admin.client().get("/whoami").header("Date")).isEqualTo("Sat, 31 Jan 2026 12:00:00 GMT");
        }
    }

    @Test
    void keepsItsTokenToItself() {
        assertThat(new AdminServer.Options(
                                "127.0.0.1",
                                0,
                                Set.of(),
                                AdminTokens.of(Optional.of("s3cret")),
                                true,
                                Optional.empty(),
                                1024)
                        .toString())
                .doesNotContain("s3cret");
    }

    @Test
    void takesMoreCallsAtOnceThanItHasThreads(@TempDir Path folder) throws Exception {
        try (ProgramUnderTest admin = AdminSetup.in(folder).start()) {
            AdminClient client = admin.client();
            client.post(ECHO + "/operations/queue/pause");
            CompletableFuture<?>[] waiting = new CompletableFuture<?>[WorkerPools.WAIT_THREADS_MAX + 10];
            for (int i = 0; i < waiting.length; i++) {
                String body = "{'text':'t','conversation_id':'c" + i + "','wait_ms':60000}";
                waiting[i] = CompletableFuture.supplyAsync(
                        () -> client.post(ECHO + "/test", body), task -> new Thread(task).start());
            }
            admin.within()
                    .until(() -> admin.program()
                                    .supervision()
                                    .queues()
                                    .state(admin.id())
                                    .outbound()
                                    .pending()
                            >= WorkerPools.WAIT_THREADS_MAX);
            assertThat(client.get(ECHO).status()).isEqualTo(200);
            assertThat(waiting).as("calls that wait").noneMatch(CompletableFuture::isDone);
            client.post(ECHO + "/operations/queue/resume");
            CompletableFuture.allOf(waiting).get(30, TimeUnit.SECONDS);
        }
    }

    private static ProgramUnderTest start(Path folder, String host, int port) throws Exception {
        return AdminSetup.in(folder)
                .settings("palyra.http.host=" + host, "palyra.http.port=" + port, "palyra.admin.token=s3cret")
                .start();
    }
}
