package io.palyra.connectors.store;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What PostgreSQL's driver sees of a server that cannot be had for a test: a few messages of its protocol, version 3. */
final class FakePostgres implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;

    @FunctionalInterface
    private interface Talk {
        void with(DataInputStream in, DataOutputStream out) throws IOException;
    }

    private final ServerSocket server;

    private FakePostgres(Talk talk) {
        try {
            server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread serving = new Thread(() -> serve(talk), "fake-postgres");
        serving.setDaemon(true);
        serving.start();
    }

    /** Lets everybody in, is of this version, and answers nothing to any question. */
    static FakePostgres ofVersion(String version) {
        return new FakePostgres((in, out) -> {
            send(out, 'R', body -> body.writeInt(0));
            parameter(out, "server_version", version);
            parameter(out, "server_encoding", "UTF8");
            parameter(out, "client_encoding", "UTF8");
            parameter(out, "DateStyle", "ISO, MDY");
            parameter(out, "integer_datetimes", "on");
            parameter(out, "standard_conforming_strings", "on");
            ready(out);
            for (int type = in.read(); type >= 0; type = in.read()) {
                in.readNBytes(in.readInt() - 4);
                if (type == 'Q') {
                    send(out, 'C', body -> text(body, "SET"));
                    ready(out);
                }
            }
        });
    }

    /** Wants the password, and says it aloud. */
    static FakePostgres thatTellsThePassword() {
        return new FakePostgres((in, out) -> {
            send(out, 'R', body -> body.writeInt(3));
            in.read();
            String password = new String(in.readNBytes(in.readInt() - 5), StandardCharsets.UTF_8);
            send(out, 'E', body -> {
                text(body, "SFATAL");
                text(body, "C28P01");
                text(body, "Mno user has the password " + password);
                body.write(0);
            });
        });
    }

    String url() {
        return "jdbc:postgresql://localhost:" + server.getLocalPort() + "/palyra";
    }

    private void serve(Talk talk) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept();
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
                greet(in, out);
                talk.with(in, out);
            } catch (IOException e) {
                // The driver has hung up, or the test is over
            }
        }
    }

    private static void greet(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            int length = in.readInt();
            int code = in.readInt();
            in.readNBytes(length - 8);
            if (code != SSL_REQUEST && code != GSS_REQUEST) {
                return;
            }
            out.write('N');
            out.flush();
        }
    }

    @FunctionalInterface
    private interface Body {
        void write(DataOutputStream to) throws IOException;
    }

    private static void parameter(DataOutputStream out, String name, String value) throws IOException {
        send(out, 'S', body -> {
            text(body, name);
            text(body, value);
        });
    }

    private static void ready(DataOutputStream out) throws IOException {
        send(out, 'Z', body -> body.write('I'));
    }

    private static void send(DataOutputStream out, char type, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.write(new DataOutputStream(bytes));
        out.write(type);
        out.writeInt(bytes.size() + 4);
        bytes.writeTo(out);
        out.flush();
    }

    private static void text(DataOutputStream body, String text) throws IOException {
        body.write(text.getBytes(StandardCharsets.UTF_8));
        body.write(0);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
