package io.palyra.connectors.admin.nodes;

import io.palyra.connectors.cluster.DerivedKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs what nodes pass on to each other with HMAC-SHA256. The key is {@linkplain DerivedKey derived} from the admin token, so
 * that the token itself goes over no wire between nodes, and whoever overhears a call cannot try many tokens. Where there is no
 * token everybody can sign, as everybody may call. Its first use takes milliseconds. Thread safe.
 */
public final class NodeSignature {

    private static final String ALGORITHM = "HmacSHA256";

    private final String token;
    private volatile byte @Nullable [] key;

    public NodeSignature(Optional<String> token) {
        this.token = token.orElse("");
    }

    private byte[] key() {
        byte[] known = key;
        if (known == null) {
            known = DerivedKey.of(token, "calls between nodes");
            key = known;
        }
        return known;
    }

    String of(SignedCall call) {
        return HexFormat.of().formatHex(mac(key(), bytes(call.text())));
    }

    /** For the header {@link SignedCall#SIGNATURE} of the answer. */
    public String of(SignedAnswer answer) {
        return HexFormat.of().formatHex(mac(key(), bytes(answer.text())));
    }

    /** Whether the call is as the node that passes it on has signed it. */
    public boolean isOf(SignedCall call, UnaryOperator<@Nullable String> headers) {
        return isStated(of(call), headers);
    }

    /** Whether the answer is as the node that the call was for has signed it. */
    public boolean isOf(SignedAnswer answer, UnaryOperator<@Nullable String> headers) {
        return isStated(of(answer), headers);
    }

    private static boolean isStated(String right, UnaryOperator<@Nullable String> headers) {
        String stated = headers.apply(SignedCall.SIGNATURE);
        return stated != null && MessageDigest.isEqual(bytes(right), bytes(stated));
    }

    private static byte[] mac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
