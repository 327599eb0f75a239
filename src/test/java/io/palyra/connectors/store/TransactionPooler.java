package io.palyra.connectors.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A pooler of one session: each transaction of its clients has it in turn, as with PgBouncer in transaction mode. It knows as
 * much of the protocol as that takes.
 */
final class TransactionPooler implements AutoCloseable {

    private static final int SSL_REQUEST = 80_877_103;
    private static final char READY = 'Z';
    private static final int IDLE = 'I';
    private static final char KEY = 'K';

    private final ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final int serverPort;
    private final ReentrantLock turn = new ReentrantLock();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ByteArrayOutputStream greeting = new ByteArrayOutputStream();
    private DataInputStream answers;
    private DataOutputStream server;

    TransactionPooler(int serverPort) throws IOException {
        this.serverPort = serverPort;
        thread(this::accept);
    }

    /** The same database, by way of the pooler. */
    String url(String url) {
        return url.replaceFirst(":\\d+/", ":" + door.getLocalPort() + "/");
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "pooler");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                sockets.add(client);
                thread(() -> serve(client));
            }
        } catch (IOException closed) {
            // Nobody comes any more
        }
    }

    private void serve(Socket socket) {
        try (socket;
                DataInputStream client = new DataInputStream(socket.getInputStream());
                DataOutputStream told = new DataOutputStream(socket.getOutputStream())) {
            greet(startup(client, told), told);
            for (int type = client.read(); type >= 0 && type != 'X'; type = client.read()) {
                if (!turn.isHeldByCurrentThread()) {
                    turn.lock();
                }
                server.write(message(type, client));
                if ((type == 'Q' || type == 'S') && answer(told) == IDLE) {
                    turn.unlock();
                }
            }
        } catch (IOException gone) {
            // As clients are
        }
    }

    private static byte[] startup(DataInputStream client, DataOutputStream told) throws IOException {
        while (true) {
            int length = client.readInt();
            byte[] rest = client.readNBytes(length - Integer.BYTES);
            if (ByteBuffer.wrap(rest).getInt() != SSL_REQUEST) {
                return ByteBuffer.allocate(length).putInt(length).put(rest).array();
            }
            told.write('N');
        }
    }

    /** The first client's start makes the session; each client has a key of its own. */
    private void greet(byte[] startup, DataOutputStream told) throws IOException {
        turn.lock();
        try {
            if (server == null) {
                Socket session = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.add(session);
                server = new DataOutputStream(session.getOutputStream());
                answers = new DataInputStream(session.getInputStream());
                server.write(startup);
                answer(new DataOutputStream(greeting));
            }
        } finally {
            turn.unlock();
        }
        DataInputStream kept = new DataInputStream(new ByteArrayInputStream(greeting.toByteArray()));
        for (int type = kept.read(); type >= 0; type = kept.read()) {
            byte[] message = message(type, kept);
            if (type == KEY) {
                message[message.length - 1]++;
                message[2 * Integer.BYTES]++;
            }
            told.write(message);
        }
    }

    /** @return the state of the session after it */
    private int answer(DataOutputStream told) throws IOException {
        for (int type = answers.readUnsignedByte(); true; type = answers.readUnsignedByte()) {
            byte[] message = message(type, answers);
            told.write(message);
            if (type == READY) {
                return message[message.length - 1];
            }
        }
    }

    private static byte[] message(int type, DataInputStream from) throws IOException {
        int length = from.readInt();
        byte[] rest = from.readNBytes(length - Integer.BYTES);
        return ByteBuffer.allocate(length + 1)
                .put((byte) type)
                .putInt(length)
                .put(rest)
                .array();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
