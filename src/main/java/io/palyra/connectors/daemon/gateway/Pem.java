package io.palyra.connectors.daemon.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in files of PEM (RFC 7468). */
final class Pem {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([\\sA-Za-z0-9+/=]+)-----END", Pattern.MULTILINE);

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private Pem() {}

    /** At least one. */
    static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        byte[] content = Files.readAllBytes(file);
        List<Certificate> certificates = List.copyOf(
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content)));
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("there is no certificate in it");
        }
        return certificates;
    }

    static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        Matcher key = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!key.find()) {
            throw new GeneralSecurityException("there is no private key in it");
        }
        if (!key.group(1).equals("PRIVATE KEY")) {
            throw new GeneralSecurityException("it holds a " + key.group(1)
                    + "; an unencrypted PKCS 8 key is read: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(2)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                // it is of another one
            }
        }
        throw new GeneralSecurityException("its private key is of none of " + ALGORITHMS);
    }
}
