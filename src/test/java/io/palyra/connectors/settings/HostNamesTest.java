package io.palyra.connectors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost",
                "127.0.0.1",
                "127.255.255.255",
                "127.1.2.3",
                "::1",
                "0:0:0:0:0:0:0:1",
                "::ffff:127.0.0.1"
            })
    void knowsLoopbackWithoutDns(String host) {
        assertThat(HostNames.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "::",
                "10.0.0.1",
                "128.0.0.1",
                "127.0.0.256",
                "127.0.0.1.example.org",
                "127.1",
                "localhost.example.org",
                "ip6-localhost",
                "fe80::1",
                "g::1",
                "1::2::3",
                ""
            })
    void takesNothingElseForLoopback(String host) {
        assertThat(HostNames.isLoopback(host)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Example.ORG, example.org",
        "10.0.0.1, 10.0.0.1",
        "[::1], ::1",
        "FE80::1, fe80::1",
        "palyra_connectors, palyra_connectors"
    })
    void readsNamesAndAddresses(String text, String expected) {
        assertThat(HostNames.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://example.org",
                "example.org:80",
                "a b",
                "a..b",
                ".a",
                "a.",
                "*.example.org",
                "g::1",
                "[example.org",
                "{{env:HOST}}"
            })
    void refusesWhatIsNoHost(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostNames.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"discord.com", "*.discord.com", "127.0.0.1", "a-b"})
    void readsEgressHosts(String text) {
        assertThat(HostNames.parseEgress(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.",
                "a.*.b",
                "*discord.com",
                "a..b",
                "a_b",
                "::1",
                "https://discord.com",
                "discord.com:443"
            })
    void refusesWhatIsNoEgressHost(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostNames.parseEgress(text));
    }
}
