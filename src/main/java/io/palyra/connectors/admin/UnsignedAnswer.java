package io.palyra.connectors.admin;

/**
 * An answer that the node which was asked has not signed. Anybody may have made it, so that it is only a hint at what is wrong.
 *
 * @param node that was asked
 * @param url at which
 * @param by the node that it names; empty where there is none
 */
record UnsignedAnswer(String node, String url, int status, String by) {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final String NAME = "[A-Za-z0-9._-]{1,128}";

    /** Whether nobody has to mend anything: a node that stops or has too much to do answers so, or a proxy before it. */
    boolean isPassing() {
        return status >= SERVER_ERROR || status == TOO_MANY;
    }

    /** What it points to, and the way out. Nothing of its text. */
    String reason() {
        String answers = " answers HTTP " + status;
        if (isPassing()) {
            return (by.equals(node) ? "it" : "something before it") + answers;
        } else if (!by.equals(node)) {
            return "palyra.node.url of node " + node + " (" + url + ") leads to " + elsewhere();
        } else if (status == UNAUTHORIZED) {
            return "it" + answers + ": the nodes of a store need the same palyra.admin.token and version";
        } else if (status == FORBIDDEN) {
            return "it" + answers + ": the Host header that arrives is none of its own; palyra.http.allowed-hosts"
                    + " of that node adds names";
        }
        return "it" + answers + " without its signature: somebody changes answers on their way, such as a proxy, or its"
                + " palyra.admin.token or version is another one";
    }

    private String elsewhere() {
        return by.matches(NAME) ? "node " + by : "no node: HTTP " + status + " comes from there";
    }
}
