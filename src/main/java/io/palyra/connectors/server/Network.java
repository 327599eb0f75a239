package io.palyra.connectors.server;

import java.util.Arrays;

/** Whom an address belongs to, as far as limits are concerned. */
public final class Network {

    /** Everybody with an IPv6 connection has so many addresses that only the network's part counts. */
    private static final int IPV6_GROUPS = 4;

    private Network() {}

    /** The address itself for IPv4; the first 64 bits for IPv6. */
    public static String of(String address) {
        String[] groups = address.split(":", -1);
        return groups.length <= IPV6_GROUPS ? address : String.join(":", Arrays.copyOf(groups, IPV6_GROUPS));
    }
}
