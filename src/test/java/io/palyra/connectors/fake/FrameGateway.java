package io.palyra.connectors.fake;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gateway in the clear whose frames of HTTP/2 (RFC 9113) the test writes: what gRPC's own server never does. It acknowledges
 * settings and pings by itself.
 */
public final class FrameGateway implements AutoCloseable {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;

    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int PREFACE_BYTES = 24;
    private static final int FRAME_BYTES_MAX = 16_384;

    /** What the test does with a call. */
    @FunctionalInterface
    public interface Script {
        void answer(Call call) throws IOException;
    }

    private final ServerSocket listening;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile int forgotten;
    private volatile boolean early;
    private volatile Script script = call -> {};

    private FrameGateway() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        new Thread(this::accept, "frame-gateway").start();
    }

    public static FrameGateway start() throws IOException {
        return new FrameGateway();
    }

    public String uri() {
        return "palyra-gateway:127.0.0.1:" + listening.getLocalPort();
    }

    /** For each call once it is there as a whole. */
    public FrameGateway answers(Script newScript) {
        script = newScript;
        early = false;
        return this;
    }

    /** For each call as soon as its headers are there; what it carries is never taken. */
    public FrameGateway answersEarly(Script newScript) {
        script = newScript;
        early = true;
        return this;
    }

    /** From now on the connections that are open are dead, as behind a firewall that forgot them; later ones are not. */
    public void forgetConnections() {
        forgotten = connections.size();
    }

    /** How many were opened. */
    public int connections() {
        return connections.size();
    }

    /** How many of them neither side has ended. */
    public int openConnections() {
        return (int) connections.stream().filter(socket -> !socket.isClosed()).count();
    }

    public int port() {
        return listening.getLocalPort();
    }

    public int calls() {
        return calls.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                connections.add(socket);
                int number = connections.size();
                new Thread(() -> serve(socket, number), "frame-gateway-connection").start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(PREFACE_BYTES);
            Connection connection = new Connection(socket);
            connection.frame(SETTINGS, 0, 0);
            while (true) {
                int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                byte[] payload = in.readNBytes(length);
                if (number <= forgotten) {
                    continue;
                }
                received(connection, type, flags, stream, payload);
            }
        } catch (EOFException | java.net.SocketException e) {
            // It has hung up
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void received(Connection connection, int type, int flags, int stream, byte[] payload) throws IOException {
        if (type == SETTINGS && (flags & ACK) == 0) {
            connection.frame(SETTINGS, ACK, 0);
        } else if (type == PING && (flags & ACK) == 0) {
            connection.frame(PING, ACK, 0, payload);
        } else if (early ? type == HEADERS : type == DATA && (flags & END_STREAM) != 0) {
            calls.incrementAndGet();
            script.answer(new Call(connection, stream));
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Closeable connection : connections) {
            connection.close();
        }
    }

    private record Connection(Socket socket) {
        synchronized void frame(int type, int flags, int stream, byte... payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
            frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
            frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
            socket.getOutputStream().write(frame.array());
        }
    }

    /** One call, and what can be done to it. */
    public record Call(Connection connection, int stream) {

        /** The beginning of every answer. */
        public Call begin() throws IOException {
            return headers(false, ":status", "200", "content-type", "application/grpc");
        }

        /** Names and values in turns; a block that is too long for one frame goes on in others. */
        public Call headers(boolean end, String... fields) throws IOException {
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            for (int i = 0; i < fields.length; i += 2) {
                // Literal, not indexed, as it is (RFC 7541, 6.2.2)
                block.write(0);
                text(block, fields[i]);
                text(block, fields[i + 1]);
            }
            byte[] all = block.toByteArray();
            for (int from = 0; from < all.length; from += FRAME_BYTES_MAX) {
                int to = Math.min(all.length, from + FRAME_BYTES_MAX);
                int flags = (from == 0 && end ? END_STREAM : 0) | (to == all.length ? END_HEADERS : 0);
                connection.frame(
                        from == 0 ? HEADERS : CONTINUATION, flags, stream, java.util.Arrays.copyOfRange(all, from, to));
            }
            return this;
        }

        private static void text(ByteArrayOutputStream block, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            int rest = bytes.length - 127;
            block.write(Math.min(bytes.length, 127));
            if (rest >= 0) {
                for (; rest >= 128; rest >>= 7) {
                    block.write(rest & 127 | 128);
                }
                block.write(rest);
            }
            block.write(bytes);
        }

        /** The end of every answer. */
        public Call trailers(String... fields) throws IOException {
            return headers(true, fields);
        }

        /** A message in the frame of gRPC. */
        public Call message(byte[] message) throws IOException {
            return message(0, message);
        }

        public Call message(int compressed, byte[] message) throws IOException {
            return data(ByteBuffer.allocate(5 + message.length)
                    .put((byte) compressed)
                    .putInt(message.length)
                    .put(message)
                    .array());
        }

        public Call data(byte[] bytes) throws IOException {
            connection.frame(DATA, 0, stream, bytes);
            return this;
        }

        /** The end of an answer that has no trailers. */
        public Call end() throws IOException {
            connection.frame(DATA, END_STREAM, stream);
            return this;
        }

        public Call reset(int code) throws IOException {
            connection.frame(
                    RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(code).array());
            return this;
        }

        /** @param last the last call that is worked on */
        public Call goAway(int last, int code) throws IOException {
            connection.frame(
                    GOAWAY,
                    0,
                    0,
                    ByteBuffer.allocate(8).putInt(last).putInt(code).array());
            return this;
        }

        /** As a server that wants to see that somebody is there. */
        public Call ping() throws IOException {
            connection.frame(PING, 0, 0, new byte[8]);
            return this;
        }

        public void cut() throws IOException {
            connection.socket().close();
        }
    }
}
