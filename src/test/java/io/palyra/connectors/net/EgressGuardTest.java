package io.palyra.connectors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressGuardTest {

    private static final EgressGuard GUARD = new EgressGuard(List.of("discord.com", "*.discord.gg"), false);
    private static final EgressGuard LOOPBACK = new EgressGuard(List.of("discord.com"), true);

    /** What a DNS answered for an allowed host. */
    private static InetAddress answer(String host, String address) throws Exception {
        return InetAddress.getByAddress(host, InetAddress.getByName(address).getAddress());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.8",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "100::1",
                "64:ff9b::10.0.0.1",
                "2002:7f00:1::1",
                "::192.168.1.1"
            })
    void internalAddressesAreRefusedWhateverTheirName(String address) throws Exception {
        assertThatThrownBy(() -> GUARD.check(new InetSocketAddress(answer("discord.com", address), 443)))
                .isInstanceOf(EgressDeniedException.class)
                .hasMessageContaining("discord.com");
    }

    @Test
    void mappedAddressesAreWhatTheyMean() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = 127;
        mapped[15] = 1;
        // The JDK turns a mapped address into what it means; a guard must not depend on it
        assertThat(AddressRanges.isInternal(java.net.Inet6Address.getByAddress("discord.com", mapped, -1)))
                .isTrue();
        assertThatThrownBy(() -> GUARD.check(URI.create("https://[::ffff:127.0.0.1]/")))
                .isInstanceOf(EgressDeniedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"162.159.128.233", "2606:4700::6810:85e5", "172.32.0.1", "100.128.0.1"})
    void publicAddressesOfAllowedHostsAreReached(String address) {
        assertThatCode(() -> GUARD.check(new InetSocketAddress(answer("discord.com", address), 443)))
                .doesNotThrowAnyException();
        assertThatCode(() -> GUARD.check(new InetSocketAddress(answer("gateway-us-east1.Discord.GG", address), 443)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example.org", "discord.com.example.org", "notdiscord.com", "discord.gg", "sub.discord.com"})
    void otherHostsAreNot(String host) {
        assertThatThrownBy(() -> GUARD.check(new InetSocketAddress(answer(host, "162.159.128.233"), 443)))
                .isInstanceOf(EgressDeniedException.class)
                .hasMessageContaining(host);
        assertThatThrownBy(() -> GUARD.check(URI.create("https://" + host + "/")))
                .isInstanceOf(EgressDeniedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://162.159.128.233/", "https://[2606:4700::1]/", "https:///nowhere", "https://127.0.0.1/"})
    void literalsNeedToBeListedToo(String url) {
        assertThatThrownBy(() -> GUARD.check(URI.create(url))).isInstanceOf(EgressDeniedException.class);
    }

    /** The check sees the very address that is connected to: a name that changes its mind changes nothing. */
    @Test
    void anAnswerThatChangesIsRefusedWhereItIsUsed() throws Exception {
        assertThatCode(() -> GUARD.check(new InetSocketAddress(answer("discord.com", "162.159.128.233"), 443)))
                .doesNotThrowAnyException();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = GUARD.sockets().createSocket()) {
            assertThatThrownBy(() -> socket.connect(
                            new InetSocketAddress(answer("discord.com", "127.0.0.1"), server.getLocalPort())))
                    .isInstanceOf(EgressDeniedException.class);
            assertThat(socket.isConnected()).isFalse();
        }
    }

    @Test
    void loopbackIsReachedWhereASettingSaysSo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = LOOPBACK.sockets().createSocket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", server.getLocalPort()));
            assertThat(socket.isConnected()).isTrue();
        }
        assertThatThrownBy(() -> LOOPBACK.check(new InetSocketAddress("10.0.0.1", 80)))
                .isInstanceOf(EgressDeniedException.class);
        assertThatCode(() -> LOOPBACK.check(URI.create("ws://localhost:1/"))).doesNotThrowAnyException();
    }
}
