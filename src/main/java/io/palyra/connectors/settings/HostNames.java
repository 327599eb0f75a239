package io.palyra.connectors.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Host names and address literals; nothing here asks DNS. */
public final class HostNames {

    static final int MAX_LENGTH = 253;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern EGRESS = Pattern.compile("(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)*");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    private HostNames() {}

    /** A name or an address, in lower case; the brackets of an IPv6 literal are taken off. */
    static String parse(String text) {
        String host = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (host.length() > MAX_LENGTH || !(NAME.matcher(host).matches() || isIpv6(host))) {
            throw new IllegalArgumentException("a host name or address without scheme and port, such as 127.0.0.1");
        }
        return host.toLowerCase(Locale.ROOT);
    }

    /** A host or {@code *.host} that a connector may call, in lower case. */
    static String parseEgress(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (host.length() > MAX_LENGTH || !EGRESS.matcher(host).matches()) {
            throw new IllegalArgumentException("hosts separated by commas, such as discord.com or *.discord.gg");
        }
        return host;
    }

    /** Whether the host is {@code localhost}, in 127.0.0.0/8 or ::1. Any other name is not, whatever it resolves to. */
    public static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || IPV4_LOOPBACK.matcher(host).matches()
                || (isIpv6(host) && ipv6(host).isLoopbackAddress());
    }

    private static boolean isIpv6(String host) {
        try {
            return IPV6_CHARACTERS.matcher(host).matches() && ipv6(host).getAddress().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static InetAddress ipv6(String host) {
        try {
            // In brackets it is taken as a literal only, and never looked up.
            return InetAddress.getByName("[" + host + "]");
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IPv6 address: " + host, e);
        }
    }
}
