package io.palyra.connectors.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** Which addresses are not the public internet: the special-purpose ranges of RFC 6890 and of those that update it. */
final class AddressRanges {

    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    private AddressRanges() {}

    static boolean isLoopback(InetAddress address) {
        return embeddedV4(address).orElse(address).isLoopbackAddress();
    }

    /** Whether nobody but a neighbour can mean this address, whatever way it is written in. */
    static boolean isInternal(InetAddress address) {
        InetAddress meant = embeddedV4(address).orElse(address);
        return meant.isLoopbackAddress()
                || meant.isAnyLocalAddress()
                || meant.isLinkLocalAddress()
                || meant.isSiteLocalAddress()
                || meant.isMulticastAddress()
                || (meant instanceof Inet4Address ? isSpecialV4(meant.getAddress()) : isSpecialV6(meant.getAddress()));
    }

    private static boolean isSpecialV4(byte[] bytes) {
        int a = bytes[0] & 0xff;
        int b = bytes[1] & 0xff;
        int c = bytes[2] & 0xff;
        return a == 0
                // Carrier-grade NAT
                || (a == 100 && b >= 64 && b <= 127)
                || (a == 192 && b == 0 && c == 0)
                // Benchmarks
                || (a == 198 && (b == 18 || b == 19))
                // Reserved, and broadcast
                || a >= 240;
    }

    private static boolean isSpecialV6(byte[] bytes) {
        int first = bytes[0] & 0xff;
        // Unique local fc00::/7, and discard-only 100::/64
        return (first & 0xfe) == 0xfc || (first == 0x01 && allZero(bytes, 1, 8));
    }

    /** The IPv4 address inside an IPv6 one: mapped, compatible, NAT64 (64:ff9b::/96) and 6to4 (2002::/16). */
    private static Optional<InetAddress> embeddedV4(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != V6_BYTES) {
            return Optional.empty();
        }
        boolean mapped = allZero(bytes, 0, 10) && (bytes[10] & 0xff) == 0xff && (bytes[11] & 0xff) == 0xff;
        boolean compatible = allZero(bytes, 0, 12) && !allZero(bytes, 12, 15);
        boolean nat64 = bytes[0] == 0
                && bytes[1] == 0x64
                && (bytes[2] & 0xff) == 0xff
                && (bytes[3] & 0xff) == 0x9b
                && allZero(bytes, 4, 12);
        if (mapped || compatible || nat64) {
            return Optional.of(v4(bytes, V6_BYTES - V4_BYTES));
        }
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        return sixToFour ? Optional.of(v4(bytes, 2)) : Optional.empty();
    }

    private static boolean allZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress v4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + V4_BYTES));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
