package io.palyra.connectors.admin.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeSignatureTest {

    private static final SignedCall CALL =
            new SignedCall("POST", "/a?b=c", "one", "two", 17, "nonce", "hash", "api", "ann", "", "admin");

    private final NodeSignature signature = new NodeSignature(Optional.of("t0ken"));

    /** Nodes of two versions understand each other as long as this holds: PBKDF2, then HMAC, over the fields line by line. */
    @Test
    void isTheSameInEveryVersion() {
        assertThat(signature.of(CALL)).isEqualTo("0f41e02a0a94ff3ee55aba7aa34f24b79611e8805cb64e3bf005aed695dfa8b1");
        assertThat(signature.of(new SignedAnswer(CALL, 503, "5", "body")))
                .isEqualTo("39d1269b9f081905e27bc896f3b062b23dadcfb8a34f733fd1255d9326300d16");
    }

    @Test
    void everyFieldOfAnAnswerIsSigned() {
        SignedCall another =
                new SignedCall("POST", "/a?b=c", "one", "two", 17, "other", "hash", "api", "ann", "", "admin");
        SignedAnswer answer = new SignedAnswer(CALL, 503, "5", "body");
        String signed = signature.of(answer);

        assertThat(signature.isOf(answer, name -> signed)).isTrue();
        assertThat(signature.isOf(new SignedAnswer(another, 503, "5", "body"), name -> signed))
                .isFalse();
        assertThat(signature.isOf(new SignedAnswer(CALL, 200, "5", "body"), name -> signed))
                .isFalse();
        assertThat(signature.isOf(new SignedAnswer(CALL, 503, "", "body"), name -> signed))
                .isFalse();
        assertThat(signature.isOf(new SignedAnswer(CALL, 503, "5", ""), name -> signed))
                .isFalse();
        assertThat(new NodeSignature(Optional.of("other")).isOf(answer, name -> signed))
                .isFalse();
        assertThat(signature.isOf(answer, name -> null)).isFalse();
    }
}
