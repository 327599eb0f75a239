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
import java.util.concurrent.locks.LockSupport;

/** A proxy in front of a server on this machine: what is sent to it arrives later, as over a network; nothing is held back. */
final class SlowWire implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;

    private record Sent(byte[] bytes, long arrivesAt) {}

    private final ServerSocket listening;
    private final int server;
    private final Duration delay;

    SlowWire(int server, Duration delay) throws IOException {
        this.server = server;
        this.delay = delay;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            BlockingQueue<Sent> onTheWay = new LinkedBlockingQueue<>();
            start(() -> take(client, onTheWay));
            start(() -> deliver(onTheWay, behind));
            start(() -> answer(behind, client));
        }
    }

    private void take(Socket client, BlockingQueue<Sent> onTheWay) throws IOException {
        byte[] chunk = new byte[CHUNK];
        InputStream in = client.getInputStream();
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
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

    private static void answer(Socket behind, Socket client) throws IOException {
        try (client) {
            behind.getInputStream().transferTo(client.getOutputStream());
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
