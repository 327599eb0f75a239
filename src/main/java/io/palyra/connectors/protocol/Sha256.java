package io.palyra.connectors.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Digests for ids and keys that are the same whenever they are derived. Texts count in UTF-8. */
public final class Sha256 {

    private Sha256() {}

    /** Of one text, as any other tool has it: 64 digits, in lower case. */
    public static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As any other tool has it: 64 digits, in lower case. */
    public static String hex(byte[] content) {
        return HexFormat.of().formatHex(newDigest().digest(content));
    }

    /** Of one text, as any other tool has it: 32 bytes. */
    public static byte[] ofText(String text) {
        return newDigest().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of several texts, each followed by a zero byte, so that none runs into the next; 32 bytes. */
    public static byte[] of(String... parts) {
        MessageDigest digest = newDigest();
        for (String part : parts) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return digest.digest();
    }

    /**
     * The beginning of {@link #of} in base64 for URLs, without padding.
     *
     * @param bytes at most 32; three of them are four characters
     */
    public static String base64(int bytes, String... parts) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(of(parts), bytes));
    }

    /** For content that comes in pieces. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
