package io.palyra.connectors.net;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apiguardian.api.API;

/**
 * Why a server was not talked to whose certificate is not good enough. For people: the words of the JDK name classes, and
 * neither the server nor what to do.
 *
 * @param fault what has to be corrected
 * @param reason the JDK's words, without the names of its classes
 */
@API(status = API.Status.EXPERIMENTAL)
public record UntrustedCertificate(Fault fault, String reason) {

    /** What is wrong with a certificate. */
    public enum Fault {
        /** Nobody whom this program trusts has signed it. */
        AUTHORITY,
        /** It is another server's, or this one is called by another name. */
        NAME,
        /** It has ended, has not begun, or this machine's clock is wrong. */
        TIME
    }

    /** Of a connection that was not made; empty if it was for another reason. */
    public static Optional<UntrustedCertificate> of(Throwable failure) {
        Throwable first = null;
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (first == null
                    && (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException)) {
                first = cause;
            }
            deepest = cause;
        }
        return first == null
                ? Optional.empty()
                : Optional.of(new UntrustedCertificate(fault(first, deepest), reason(deepest)));
    }

    private static Fault fault(Throwable first, Throwable deepest) {
        if (deepest instanceof CertificateExpiredException || deepest instanceof CertificateNotYetValidException) {
            return Fault.TIME;
        }
        // The JDK has a chain of causes for a signature that it does not trust, and none for a name
        return first.equals(deepest) ? Fault.NAME : Fault.AUTHORITY;
    }

    private static String reason(Throwable deepest) {
        String words = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        return words.replaceAll("\\s+", " ").strip();
    }

    /** In a sentence, for one that was checked against the authorities of the Java runtime. */
    public String sentence(String host) {
        return "the certificate of " + host + " is not trusted: " + reason + "; "
                + switch (fault) {
                    case AUTHORITY ->
                        "add its authority to the trust store that -Djavax.net.ssl.trustStore names, or to that of the"
                                + " Java runtime";
                    case NAME -> "correct the address, or have a certificate made for that name";
                    case TIME -> "have it renewed, or set the clock of this machine";
                };
    }
}
