package io.palyra.connectors.daemon.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** How the gateway's certificate is checked, and the one that is shown to it. */
final class GatewayTls {

    private static final char[] NO_PASSWORD = new char[0];

    private static final int REFUSAL_TIMEOUT_MS = 2_000;

    private final GatewayConfiguration configuration;
    private final String host;

    GatewayTls(GatewayConfiguration configuration, String host) {
        this.configuration = configuration;
        this.host = host;
    }

    boolean isOn() {
        return configuration.isTls();
    }

    /** By which the daemon is asked for its certificate; connected is to the host of the address. */
    String serverName() {
        return configuration.getServerName().isEmpty() ? host : configuration.getServerName();
    }

    /** @throws IllegalArgumentException with the option whose file cannot be used */
    void apply(OkHttpClient.Builder client) {
        if (!isOn()) {
            return;
        }
        client.dns(name -> Arrays.asList(InetAddress.getAllByName(host)));
        try {
            X509TrustManager trusted = trusted();
            client.sslSocketFactory(sockets(trusted), trusted);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("palyra-gateway cannot speak TLS: " + e.getMessage(), e);
        }
    }

    /**
     * What the server says to a connection on which nothing is sent but the own certificate, with the files as they are now; null
     * where it is content, or is not there. Takes six seconds at most.
     */
    @Nullable
    SSLException refusal(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), REFUSAL_TIMEOUT_MS);
            socket.setSoTimeout(REFUSAL_TIMEOUT_MS);
            try (SSLSocket own = (SSLSocket) sockets(trusted()).createSocket(socket, serverName(), port, false)) {
                SSLParameters http2 = own.getSSLParameters();
                http2.setApplicationProtocols(new String[] {Protocol.HTTP_2.toString()});
                own.setSSLParameters(http2);
                own.startHandshake();
                own.getInputStream().read();
            }
            return null;
        } catch (SSLException e) {
            return GatewayFailures.isMistakeOfTls(e) ? e : null;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private SSLSocketFactory sockets(X509TrustManager trusted) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown(), new X509TrustManager[] {trusted}, null);
        return context.getSocketFactory();
    }

    private X509TrustManager trusted() throws GeneralSecurityException, IOException {
        KeyStore authorities = null;
        if (!configuration.getCaFile().isEmpty()) {
            authorities = emptyStore();
            int number = 0;
            for (Certificate certificate : read("caFile", configuration.getCaFile(), Pem::certificates)) {
                authorities.setCertificateEntry("ca" + number++, certificate);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        // Null: those of the Java runtime
        factory.init(authorities);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private KeyManager @Nullable [] shown() throws GeneralSecurityException, IOException {
        if (configuration.getCertFile().isEmpty()) {
            return null;
        }
        List<Certificate> chain = read("certFile", configuration.getCertFile(), Pem::certificates);
        KeyStore own = emptyStore();
        own.setKeyEntry(
                "own",
                read("keyFile", configuration.getKeyFile(), Pem::privateKey),
                NO_PASSWORD,
                chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private interface Reading<T> {
        T read(Path file) throws IOException, GeneralSecurityException;
    }

    private static <T> T read(String option, String file, Reading<T> reading) {
        try {
            return reading.read(Path.of(file));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "camel.component.palyra-gateway." + option + "=" + file + " cannot be used: " + e.getMessage(), e);
        }
    }
}
