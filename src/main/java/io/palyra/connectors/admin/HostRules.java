package io.palyra.connectors.admin;

import io.palyra.connectors.settings.HostNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which host names a request may carry. A browser that was lured to a foreign page still sends that page's name, also
 * where the name resolves to this machine, so names decide and not addresses.
 */
final class HostRules {

    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:@/\\s]+)(:[0-9]{0,5})?");

    private final Set<String> allowed;
    private final Set<String> named;

    /** @param bindHost the address that we listen on; naming it is always fine */
    HostRules(String bindHost, Set<String> allowedHosts) {
        this.named = allowedHosts.stream().map(HostRules::normal).collect(Collectors.toUnmodifiableSet());
        this.allowed = Stream.concat(Stream.of(bindHost), allowedHosts.stream())
                .map(HostRules::normal)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @param authority {@code host} or {@code host:port}, as in a Host header */
    boolean isOurs(String authority) {
        Matcher parts = AUTHORITY.matcher(authority);
        return parts.matches() && isAllowed(parts.group(1));
    }

    /** @param origin as in an Origin header; {@code null}, which a page without an origin sends, is foreign */
    boolean isOurOrigin(String origin) {
        return host(origin).filter(this::isAllowed).isPresent();
    }

    /** @param origin of a page that the settings name as one that may change something here, wherever it comes from */
    boolean isNamed(String origin) {
        return host(origin).map(HostRules::normal).filter(named::contains).isPresent();
    }

    private boolean isAllowed(String host) {
        String name = normal(host);
        return HostNames.isLoopback(name) || allowed.contains(name);
    }

    private static String normal(String host) {
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    private static Optional<String> host(String origin) {
        try {
            URI uri = new URI(origin);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getUserInfo() == null ? Optional.ofNullable(uri.getHost()) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
