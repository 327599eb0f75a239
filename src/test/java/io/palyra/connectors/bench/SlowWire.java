package io.palyra.connectors.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A proxy in front of a server on this machine: what is sent to it arrives later, as over a network; nothing is held back.
 * Counts trips: what is sent to the server, however much, after it has answered.
 */
final class SlowWire implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;

    private record Sent(byte[] bytes, long arrivesAt) {}

    private final ServerSocket listening;
    private final int server;
    private final Duration delay;
    private final AtomicLong trips = new AtomicLong();

    SlowWire(int server, Duration delay) throws IOException {
        this.server = server;
        this.delay = delay;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Of all connections so far. */
    long trips() {
        return trips.get();
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            BlockingQueue<Sent> onTheWay = new LinkedBlockingQueue<>();
            AtomicBoolean answered = new AtomicBoolean(true);
            start(() -> take(client, onTheWay, answered));
            start(() -> deliver(onTheWay, behind));
            start(() -> answer(behind, client, answered));
        }
    }

    private void take(Socket client, BlockingQueue<Sent> onTheWay, AtomicBoolean answered) throws IOException {
        byte[] chunk = new byte[CHUNK];
        InputStream in = client.getInputStream();
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            if (answered.getAndSet(false)) {
                trips.incrementAndGet();
            }
            onTheWay.add(new Sent(Arrays.copyOf(chunk, read), System.nanoTime() + delay.toNanos()));
        }
        onTheWay.add(new Sent(new byte[0], 0));
    }

    private static void deliver(BlockingQueue<Sent> onTheWay, Socket behind) throws IOException, InterruptedException {
        try (behind) {
            OutputStream out = behind.getOutputStream();
            for (Sent next = onTheWay.take(); next.bytes().length > 0; next = onTheWay.take()) {
                while (next.arrivesAt() > System.nanoTime()) {
                    LockSupport.parkNanos(next.arrivesAt() - System.nanoTime());
                }
                out.write(next.bytes());
            }
        }
    }

    private static void answer(Socket behind, Socket client, AtomicBoolean answered) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (client) {
            InputStream in = behind.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                answered.set(true);
                out.write(chunk, 0, read);
            }
        }
    }

    private interface Wire {
        void run() throws IOException, InterruptedException;
    }

    /** An end of the connection ends it; what is measured fails then by itself. */
    private static void start(Wire wire) {
        Thread thread = new Thread(
                () -> {
                    try {
                        wire.run();
                    } catch (IOException e) {
                        // The connection is closed
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "slow-wire");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
