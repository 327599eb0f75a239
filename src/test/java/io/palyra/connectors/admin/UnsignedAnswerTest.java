package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said of an answer that the node which was asked has not signed. */
class UnsignedAnswerTest {

    private static UnsignedAnswer answer(int status, String by) {
        return new UnsignedAnswer("one", "http://10.0.0.1", status, by);
    }

    @Test
    void saysTheWayOut() {
        assertThat(answer(401, "one").reason()).contains("HTTP 401", "the same palyra.admin.token");
        assertThat(answer(403, "one").reason()).contains("HTTP 403", "palyra.http.allowed-hosts");
        assertThat(answer(200, "one").reason()).contains("HTTP 200 without its signature", "proxy", "version");
        assertThat(answer(409, "two").reason())
                .isEqualTo("palyra.node.url of node one (http://10.0.0.1) leads to node two");
        assertThat(answer(404, "").reason()).endsWith("leads to no node: HTTP 404 comes from there");
    }

    @Test
    void repeatsNothingThatIsNoName() {
        assertThat(answer(409, "<script>").reason()).doesNotContain("script").contains("leads to no node");
    }

    @Test
    void aNodeThatStopsOrIsBusyNeedsNobody() {
        assertThat(answer(503, "one").isPassing()).isTrue();
        assertThat(answer(503, "one").reason()).isEqualTo("it answers HTTP 503");
        assertThat(answer(429, "one").isPassing()).isTrue();
        assertThat(answer(502, "").isPassing()).isTrue();
        assertThat(answer(502, "").reason()).isEqualTo("something before it answers HTTP 502");
        assertThat(answer(401, "one").isPassing()).isFalse();
        assertThat(answer(404, "").isPassing()).isFalse();
    }
}
