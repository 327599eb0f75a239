package io.palyra.connectors.admin.nodes;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A call that one node passes on to another, as far as it is signed: all of it. What is not known is an empty text.
 *
 * @param uri path and query, as in the request line
 * @param from the name of the node that passes it on
 * @param to the name of the node that it is meant for
 * @param unixMs when, by the clock that the nodes share
 * @param nonce no other call has it
 * @param bodyHash of the body's bytes, in SHA-256, as hexadecimal digits
 * @param origin the way in that the caller took
 * @param operator the name that the caller gives, which nothing proves
 * @param name that of the caller's token; empty for the administrator's, and where no tokens are in use
 * @param role what the caller may do
 */
public record SignedCall(
        String method,
        String uri,
        String from,
        String to,
        long unixMs,
        String nonce,
        String bodyHash,
        String origin,
        String operator,
        String name,
        String role) {

    /** How the names of all of its headers begin. */
    public static final String PREFIX = "X-Palyra-Node-";

    /** Of a call and of an answer. */
    public static final String SIGNATURE = PREFIX + "Signature";

    /** Of an answer: the name of the node that gave it, as it says; that is not signed. */
    public static final String ANSWERED_BY = PREFIX + "Name";

    private static final String FORM = "palyra node call 1";

    /** Of a call by somebody else than the administrator, whom older versions do not know. */
    private static final String NAMED_FORM = "palyra node call 2";

    private static final String FROM = PREFIX + "From";
    private static final String TO = PREFIX + "To";
    private static final String TIME = PREFIX + "Time";
    private static final String NONCE = PREFIX + "Nonce";
    private static final String BODY = PREFIX + "Body";
    private static final String ORIGIN = PREFIX + "Origin";
    private static final String OPERATOR = PREFIX + "Operator";
    private static final String CALLER = PREFIX + "Caller";
    private static final String ROLE = PREFIX + "Role";

    /** Whether the request says that a node passes it on. */
    public static boolean isClaimed(UnaryOperator<@Nullable String> headers) {
        return headers.apply(SIGNATURE) != null;
    }

    /** What the request says; empty where it lacks what such a call has. */
    public static Optional<SignedCall> of(String method, String uri, UnaryOperator<@Nullable String> headers) {
        String time = said(headers, TIME);
        return time.matches("\\d{1,18}") && !said(headers, NONCE).isEmpty()
                ? Optional.of(new SignedCall(
                        method,
                        uri,
                        said(headers, FROM),
                        said(headers, TO),
                        Long.parseLong(time),
                        said(headers, NONCE),
                        said(headers, BODY),
                        said(headers, ORIGIN),
                        said(headers, OPERATOR),
                        said(headers, CALLER),
                        said(headers, ROLE)))
                : Optional.empty();
    }

    private static String said(UnaryOperator<@Nullable String> headers, String name) {
        String value = headers.apply(name);
        return value == null ? "" : value;
    }

    /** The headers that carry it, with its signature. */
    Map<String, String> headers(NodeSignature signature) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(FROM, from);
        headers.put(TO, to);
        headers.put(TIME, String.valueOf(unixMs));
        headers.put(NONCE, nonce);
        headers.put(BODY, bodyHash);
        headers.put(ORIGIN, origin);
        headers.put(OPERATOR, operator);
        headers.put(CALLER, name);
        headers.put(ROLE, role);
        headers.put(SIGNATURE, signature.of(this));
        headers.values().removeIf(String::isEmpty);
        return headers;
    }

    /** One field in each line: neither a request line nor a header can have a line end in it. */
    String text() {
        return name.isEmpty() ? text(FORM, role) : text(NAMED_FORM, name + "\n" + role);
    }

    private String text(String form, String who) {
        return String.join(
                "\n", form, method, uri, from, to, String.valueOf(unixMs), nonce, bodyHash, origin, operator, who);
    }
}
