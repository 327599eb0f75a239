package io.palyra.connectors.daemon.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.camel.util.ObjectHelper;

/** What somebody answers who is greeted with HTTP/2 in the clear; OkHttp's failures do not tell it. */
enum Greeting {
    HTTP_2,
    HTTP_1,
    TLS,
    /** Nothing, or nothing that is known. */
    OTHER;

    private static final int TIMEOUT_MS = 2_000;
    private static final int SETTINGS = 4;
    private static final int ALERT = 0x15;

    /** The preface of HTTP/2 (RFC 9113, 3.4) and an empty frame of settings. */
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

    /** Opens connections of its own; may take eight seconds. */
    static Greeting of(HostAndPort address) {
        Greeting inTheClear = inTheClear(address);
        return inTheClear == OTHER && speaksTls(address) ? TLS : inTheClear;
    }

    private static Greeting inTheClear(HostAndPort address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(PREFACE);
            return read(socket.getInputStream());
        } catch (IOException e) {
            return OTHER;
        }
    }

    /** Whoever shows a certificate does, whether it is trusted or not. */
    private static boolean speaksTls(HostAndPort address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            try (SSLSocket tls = (SSLSocket) factory.createSocket(socket, address.host(), address.port(), false)) {
                tls.startHandshake();
                return true;
            }
        } catch (SSLHandshakeException e) {
            return ObjectHelper.getException(CertificateException.class, e) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static Greeting read(InputStream in) throws IOException {
        byte[] first = in.readNBytes(5);
        if (first.length == 0) {
            return OTHER;
        } else if (first[0] == ALERT) {
            return TLS;
        } else if (new String(first, StandardCharsets.ISO_8859_1).equals("HTTP/")) {
            return HTTP_1;
        }
        return first.length == 5 && first[3] == SETTINGS ? HTTP_2 : OTHER;
    }
}
