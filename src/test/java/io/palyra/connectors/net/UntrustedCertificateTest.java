package io.palyra.connectors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

/** The chains of causes that the JDK makes. */
class UntrustedCertificateTest {

    private static final String HOST = "chat.example";

    private static String of(Throwable cause) {
        Throwable handshake = new SSLHandshakeException("(certificate_unknown) " + cause.getMessage()).initCause(cause);
        return UntrustedCertificate.of(new IOException(handshake)).orElseThrow().sentence(HOST);
    }

    @Test
    void namesTheTrustStoreWhereNobodyKnowsWhoHasSigned() {
        assertThat(of(new CertificateException("PKIX", new CertPathBuilderException("no  valid\npath"))))
                .startsWith("the certificate of chat.example is not trusted: no valid path; ")
                .contains("-Djavax.net.ssl.trustStore");
    }

    @Test
    void doesNotNameItWhereThatWouldNotHelp() {
        assertThat(of(new CertificateException("No subject alternative names present")))
                .endsWith("correct the address, or have a certificate made for that name");
        assertThat(of(new SSLPeerUnverifiedException("Hostname chat.example not verified")))
                .endsWith("correct the address, or have a certificate made for that name");
        assertThat(of(new CertificateException("PKIX", new CertificateExpiredException("NotAfter: yesterday"))))
                .endsWith("NotAfter: yesterday; have it renewed, or set the clock of this machine");
    }

    @Test
    void saysNothingOfOtherFailures() {
        assertThat(UntrustedCertificate.of(new SSLHandshakeException("Received fatal alert: bad_certificate")))
                .isEqualTo(Optional.empty());
    }
}
