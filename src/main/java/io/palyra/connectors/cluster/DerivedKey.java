package io.palyra.connectors.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Keys of a secret that every node has, by PBKDF2 with HMAC-SHA256. To make one takes milliseconds. */
public final class DerivedKey {

    /** To try a secret costs as much as with a password that PostgreSQL has stored. */
    private static final int ITERATIONS = 4096;

    private static final int BITS = 256;

    private DerivedKey() {}

    /**
     * The same on every node.
     *
     * @param secret empty where nodes have none: the key is then known to everybody
     * @param use what the key is for; keys of two uses have nothing in common
     */
    public static byte[] of(String secret, String use) {
        try {
            PBEKeySpec spec = new PBEKeySpec(
                    secret.toCharArray(), ("palyra: " + use).getBytes(StandardCharsets.UTF_8), ITERATIONS, BITS);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2 with HMAC-SHA256", e);
        }
    }
}
