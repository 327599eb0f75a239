package io.palyra.connectors.admin;

import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.palyra.connectors.session.Session;
import io.palyra.connectors.session.Sessions;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The cookie of a session, and others of its name: cookies know no port, so a page of another port of this host may have put its own
 * beside ours, and those with a longer path stand before it. Immutable.
 */
final class SessionCookies {

    /** Where the console is open in the browser, as the page says when it opens a session: a proxy may have a path before it. */
    static final String PAGE = "X-Palyra-Page";

    /** How many of our name are looked at. */
    private static final int COOKIES_MAX = 20;

    private final String basePath;

    /** @param basePath what a proxy has before every path; empty where there is none */
    SessionCookies(String basePath) {
        this.basePath = basePath;
    }

    /** Cookies go by the host alone, and several programs may run on one. */
    static String name(int port) {
        return "palyra_session_" + port;
    }

    private static String name(HttpServerRequest request) {
        return name(request.localAddress().port());
    }

    /** What those of our name hold, each once; empty where there is none. */
    static List<String> secrets(HttpServerRequest request) {
        String name = name(request);
        return request.headers().getAll(HttpHeaders.COOKIE).stream()
                .flatMap(header -> ServerCookieDecoder.STRICT.decodeAll(header).stream())
                .filter(cookie -> cookie.name().equals(name))
                .map(cookie -> cookie.value())
                .distinct()
                .limit(COOKIES_MAX)
                .toList();
    }

    /** Gives the browser the cookie of a new session, and takes what would stand in its way, as headers say it. */
    List<String> opening(HttpServerRequest request, Session session) {
        String path = path(request);
        String opened = cookie(request, session.secret(), path)
                .setMaxAge(Sessions.LIFE.toSeconds())
                .setSecure(isHttps(request))
                .encode();
        Stream<String> others = secrets(request).isEmpty() ? Stream.of() : paths().filter(where -> !where.equals(path));
        return Stream.concat(Stream.of(opened), others.map(where -> end(request, where)))
                .toList();
    }

    /** Takes the cookie back, and others of its name, as headers say it. */
    List<String> ending(HttpServerRequest request) {
        return paths().map(where -> end(request, where)).toList();
    }

    /** Ours, unless the page is open without what a proxy has before it. */
    private String path(HttpServerRequest request) {
        String page = request.getHeader(PAGE);
        return page != null && page.startsWith(ConsoleFiles.CONSOLE) ? "/" : basePath + "/";
    }

    /** Of several proxies the first to be met stands first. */
    private static boolean isHttps(HttpServerRequest request) {
        String proto = request.getHeader("X-Forwarded-Proto");
        return proto != null && proto.split(",", 2)[0].strip().equalsIgnoreCase("https");
    }

    /** Every path that a cookie may have which the browser shows to the calls for sessions. */
    private Stream<String> paths() {
        return Stream.of(basePath + SessionCalls.SESSION, SessionCalls.SESSION)
                .flatMap(SessionCookies::upTo)
                .distinct();
    }

    /** As RFC 6265, 5.1.4, has it: with and without the slash at the end of each folder. */
    private static Stream<String> upTo(String place) {
        return IntStream.rangeClosed(1, place.length())
                .filter(end -> end == place.length() || place.charAt(end) == '/' || place.charAt(end - 1) == '/')
                .mapToObj(end -> place.substring(0, end));
    }

    private static String end(HttpServerRequest request, String path) {
        return cookie(request, "", path).setMaxAge(0).encode();
    }

    private static Cookie cookie(HttpServerRequest request, String value, String path) {
        return Cookie.cookie(name(request), value)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setPath(path);
    }
}
