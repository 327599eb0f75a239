package io.palyra.connectors.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Digests of what a node is set up with, by HMAC-SHA256. Their key is made of a secret that every node has and the database
 * has not, so that whoever reads the database cannot try values. Thread safe.
 */
public final class ConfigurationDigests {

    /** The source of a key that is no secret. */
    static final String NO_SOURCE = "-";

    private static final String ALGORITHM = "HmacSHA256";

    /** Enough to tell values apart. */
    private static final int DIGEST_BYTES = 16;

    private final String source;
    private final byte[] key;

    /**
     * A secret that every node has.
     *
     * @param setting that names it
     * @param text the secret itself
     */
    public record Source(String setting, String text) {

        /** Leaves out the secret. */
        @Override
        public String toString() {
            return "Source[" + setting + "]";
        }
    }

    /** @param secret empty where nodes have none: digests are then no more than hashes */
    public ConfigurationDigests(Optional<Source> secret) {
        source = secret.map(Source::setting).orElse(NO_SOURCE);
        key = DerivedKey.of(secret.map(Source::text).orElse(""), "what a node is set up with");
    }

    /** The setting that names the secret. */
    String source() {
        return source;
    }

    /** What two nodes have alike where they have the same key. */
    String ofKey() {
        return of("key", source, new byte[0]);
    }

    /** @param name so that two of the same content have two digests */
    String of(String kind, String name, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(bytes(kind + " " + name + "\n"));
            byte[] whole = mac.doFinal(content);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, DIGEST_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
